CREATE TYPE "public"."settlement" AS ENUM('granted', 'dismissed');--> statement-breakpoint
ALTER TABLE "stripe_events" ADD COLUMN "unsettled_reason" text;--> statement-breakpoint
ALTER TABLE "stripe_events" ADD COLUMN "order_id" uuid;--> statement-breakpoint
ALTER TABLE "stripe_events" ADD COLUMN "settlement" "settlement";--> statement-breakpoint
ALTER TABLE "stripe_events" ADD COLUMN "settled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "stripe_events" ADD COLUMN "settled_by" text;--> statement-breakpoint
ALTER TABLE "stripe_events" ADD COLUMN "settled_reason" text;--> statement-breakpoint
ALTER TABLE "stripe_events" ADD CONSTRAINT "stripe_events_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "stripe_events_unsettled" ON "stripe_events" USING btree ("created_at") WHERE "stripe_events"."unsettled_reason" is not null and "stripe_events"."settled_at" is null and "stripe_events"."done_at" is null;--> statement-breakpoint
ALTER TABLE "stripe_events" ADD CONSTRAINT "stripe_events_settled_by_somebody" CHECK (num_nonnulls("stripe_events"."settlement", "stripe_events"."settled_at", "stripe_events"."settled_by", "stripe_events"."settled_reason") in (0, 4));--> statement-breakpoint
ALTER TABLE "stripe_events" ADD CONSTRAINT "stripe_events_settled_once_unsettled" CHECK ("stripe_events"."settlement" is null or "stripe_events"."unsettled_reason" is not null);--> statement-breakpoint
ALTER TABLE "stripe_events" ADD CONSTRAINT "stripe_events_granted_by_order" CHECK ("stripe_events"."settlement" <> 'granted' or "stripe_events"."order_id" is not null);