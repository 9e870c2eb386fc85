CREATE TYPE "public"."plan_change_status" AS ENUM('open', 'done', 'declined', 'failed');--> statement-breakpoint
CREATE TABLE "plan_changes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"key_scope" text NOT NULL,
	"idempotency_key" "bytea" NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"subscription_id" text NOT NULL,
	"plan" text NOT NULL,
	"interval" "plan_interval" NOT NULL,
	"status" "plan_change_status" DEFAULT 'open' NOT NULL,
	"begun_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plan_changes_key_once" UNIQUE("user_id","key_scope","idempotency_key")
);
--> statement-breakpoint
ALTER TABLE "plan_invoices" ADD COLUMN "plan_price" uuid;--> statement-breakpoint
ALTER TABLE "plan_invoices" ADD COLUMN "period_end" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD COLUMN "next_price" uuid;--> statement-breakpoint
ALTER TABLE "plan_changes" ADD CONSTRAINT "plan_changes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_changes" ADD CONSTRAINT "plan_changes_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_changes" ADD CONSTRAINT "plan_changes_plan_plans_slug_fk" FOREIGN KEY ("plan") REFERENCES "public"."plans"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "plan_changes_open_once" ON "plan_changes" USING btree ("subscription_id") WHERE "plan_changes"."status" = 'open';--> statement-breakpoint
ALTER TABLE "plan_invoices" ADD CONSTRAINT "plan_invoices_plan_price_plan_prices_id_fk" FOREIGN KEY ("plan_price") REFERENCES "public"."plan_prices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_next_price_plan_prices_id_fk" FOREIGN KEY ("next_price") REFERENCES "public"."plan_prices"("id") ON DELETE no action ON UPDATE no action;