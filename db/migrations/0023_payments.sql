CREATE TYPE "public"."dispute_standing" AS ENUM('none', 'inquiry', 'open', 'lost');--> statement-breakpoint
CREATE TABLE "payments" (
	"id" text PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"paid_cents" bigint NOT NULL,
	"returned_cents" bigint NOT NULL,
	"disputed_cents" bigint NOT NULL,
	"dispute" "dispute_standing" NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "payments_order_once" UNIQUE("order_id"),
	CONSTRAINT "payments_amounts_not_negative" CHECK ("payments"."paid_cents" >= 0 and "payments"."returned_cents" >= 0 and "payments"."disputed_cents" >= 0)
);
--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;