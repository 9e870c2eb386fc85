CREATE TYPE "public"."plan_interval" AS ENUM('month', 'year');--> statement-breakpoint
CREATE TYPE "public"."subscription_status" AS ENUM('incomplete', 'incomplete_expired', 'trialing', 'active', 'past_due', 'canceled', 'unpaid', 'paused');--> statement-breakpoint
ALTER TYPE "public"."transaction_type" ADD VALUE 'revoke';--> statement-breakpoint
CREATE TABLE "plan_prices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"plan" text NOT NULL,
	"interval" "plan_interval" NOT NULL,
	"currency" text NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"amount_cents" bigint NOT NULL,
	"credits_per_month" integer NOT NULL,
	"trial_days" integer DEFAULT 0 NOT NULL,
	"trial_credits" integer DEFAULT 0 NOT NULL,
	"lookup_key" text NOT NULL,
	"retired_at" timestamp (3) with time zone,
	CONSTRAINT "plan_prices_once" UNIQUE("plan","interval","currency","from"),
	CONSTRAINT "plan_prices_amount_not_negative" CHECK ("plan_prices"."amount_cents" >= 0),
	CONSTRAINT "plan_prices_credits_positive" CHECK ("plan_prices"."credits_per_month" between 1 and 10000000),
	CONSTRAINT "plan_prices_trial_whole" CHECK ("plan_prices"."trial_days" between 0 and 365 and "plan_prices"."trial_credits" between 0 and 10000000 and ("plan_prices"."trial_days" > 0 or "plan_prices"."trial_credits" = 0))
);
--> statement-breakpoint
CREATE TABLE "plans" (
	"slug" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"position" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stripe_prices" (
	"id" text PRIMARY KEY NOT NULL,
	"livemode" boolean NOT NULL,
	"plan_price" uuid NOT NULL,
	CONSTRAINT "stripe_prices_once" UNIQUE("plan_price","livemode")
);
--> statement-breakpoint
CREATE TABLE "plan_invoices" (
	"id" text PRIMARY KEY NOT NULL,
	"subscription_id" text NOT NULL,
	"anchor" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"recorded_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "plan_months" (
	"invoice_id" text NOT NULL,
	"seat" integer NOT NULL,
	"month_start" timestamp (3) with time zone NOT NULL,
	"month_end" timestamp (3) with time zone NOT NULL,
	"account_id" uuid NOT NULL,
	"credits" integer NOT NULL,
	"label" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone,
	"refusal" text,
	CONSTRAINT "plan_months_pkey" PRIMARY KEY("invoice_id","seat","month_start"),
	CONSTRAINT "plan_months_credits_not_zero" CHECK ("plan_months"."credits" <> 0),
	CONSTRAINT "plan_months_month_ordered" CHECK ("plan_months"."month_start" < "plan_months"."month_end"),
	CONSTRAINT "plan_months_seat_positive" CHECK ("plan_months"."seat" >= 1)
);
--> statement-breakpoint
CREATE TABLE "plan_orders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"key_scope" text NOT NULL,
	"idempotency_key" "bytea" NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"plan_price" uuid NOT NULL,
	"status" "order_status" DEFAULT 'open' NOT NULL,
	"return_to" text,
	"checkout_session" text,
	"checkout_url" text,
	"checkout_expires_at" timestamp (3) with time zone,
	"subscription_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plan_orders_checkout_session_once" UNIQUE("checkout_session"),
	CONSTRAINT "plan_orders_key_once" UNIQUE("user_id","key_scope","idempotency_key"),
	CONSTRAINT "plan_orders_paid_means_subscribed" CHECK ("plan_orders"."status" <> 'paid' or "plan_orders"."subscription_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "plan_trials" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"card" text NOT NULL,
	"invoice_id" text NOT NULL,
	CONSTRAINT "plan_trials_card_once" UNIQUE("card")
);
--> statement-breakpoint
CREATE TABLE "stripe_customers" (
	"user_id" uuid NOT NULL,
	"livemode" boolean NOT NULL,
	"id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "stripe_customers_pkey" PRIMARY KEY("user_id","livemode"),
	CONSTRAINT "stripe_customers_id_once" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"customer" text NOT NULL,
	"livemode" boolean NOT NULL,
	"status" "subscription_status" NOT NULL,
	"plan_price" uuid,
	"seats" integer NOT NULL,
	"period_start" timestamp (3) with time zone NOT NULL,
	"period_end" timestamp (3) with time zone NOT NULL,
	"anchor" timestamp (3) with time zone NOT NULL,
	"trial_end" timestamp (3) with time zone,
	"cancel_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "subscriptions_seats_not_negative" CHECK ("subscriptions"."seats" >= 0),
	CONSTRAINT "subscriptions_period_ordered" CHECK ("subscriptions"."period_start" <= "subscriptions"."period_end")
);
--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD COLUMN "plan_due_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "plan_prices" ADD CONSTRAINT "plan_prices_plan_plans_slug_fk" FOREIGN KEY ("plan") REFERENCES "public"."plans"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stripe_prices" ADD CONSTRAINT "stripe_prices_plan_price_plan_prices_id_fk" FOREIGN KEY ("plan_price") REFERENCES "public"."plan_prices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_invoices" ADD CONSTRAINT "plan_invoices_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_months" ADD CONSTRAINT "plan_months_invoice" FOREIGN KEY ("invoice_id") REFERENCES "public"."plan_invoices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_orders" ADD CONSTRAINT "plan_orders_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_orders" ADD CONSTRAINT "plan_orders_plan_price_plan_prices_id_fk" FOREIGN KEY ("plan_price") REFERENCES "public"."plan_prices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stripe_customers" ADD CONSTRAINT "stripe_customers_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_plan_price_plan_prices_id_fk" FOREIGN KEY ("plan_price") REFERENCES "public"."plan_prices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "plan_invoices_by_subscription" ON "plan_invoices" USING btree ("subscription_id");--> statement-breakpoint
CREATE INDEX "plan_months_due" ON "plan_months" USING btree ("account_id","due_at") WHERE "plan_months"."done_at" is null;--> statement-breakpoint
CREATE INDEX "plan_months_next_due" ON "plan_months" USING btree ("due_at") WHERE "plan_months"."done_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "plan_orders_open_once" ON "plan_orders" USING btree ("user_id") WHERE "plan_orders"."status" in ('open', 'processing');--> statement-breakpoint
CREATE INDEX "subscriptions_by_user" ON "subscriptions" USING btree ("user_id","started_at");--> statement-breakpoint
CREATE INDEX "subscriptions_next_period" ON "subscriptions" USING btree ("period_end") WHERE "subscriptions"."ended_at" is null;--> statement-breakpoint
CREATE TRIGGER "plan_prices_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "plan_prices" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_history"();
--> statement-breakpoint
CREATE TRIGGER "plan_invoices_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "plan_invoices" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_history"();
