CREATE TYPE "public"."credit_kind" AS ENUM('subscription', 'activity', 'purchased');--> statement-breakpoint
CREATE TYPE "public"."transaction_type" AS ENUM('grant', 'spend', 'expiry');--> statement-breakpoint
CREATE TYPE "public"."order_status" AS ENUM('open', 'processing', 'paid', 'failed', 'cancelled', 'expired');--> statement-breakpoint
CREATE TABLE "feature_prices" (
	"feature" text NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"cost_per_unit" integer NOT NULL,
	CONSTRAINT "feature_prices_pkey" PRIMARY KEY("feature","from"),
	CONSTRAINT "feature_prices_cost_positive" CHECK ("feature_prices"."cost_per_unit" between 1 and 1000000)
);
--> statement-breakpoint
CREATE TABLE "features" (
	"slug" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"unit" text NOT NULL,
	"position" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "packs" (
	"slug" text NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"credits" integer NOT NULL,
	"amount_cents" bigint NOT NULL,
	"currency" text NOT NULL,
	"valid_days" integer,
	"withdrawn_at" timestamp (3) with time zone,
	CONSTRAINT "packs_pkey" PRIMARY KEY("slug","from"),
	CONSTRAINT "packs_credits_positive" CHECK ("packs"."credits" between 1 and 1000000000),
	CONSTRAINT "packs_amount_positive" CHECK ("packs"."amount_cents" > 0)
);
--> statement-breakpoint
CREATE TABLE "credit_accounts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"version" bigint DEFAULT 0 NOT NULL,
	"at" timestamp (3) with time zone,
	"available_subscription" bigint DEFAULT 0 NOT NULL,
	"available_activity" bigint DEFAULT 0 NOT NULL,
	"available_purchased" bigint DEFAULT 0 NOT NULL,
	"batches" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "credit_accounts_version_not_negative" CHECK ("credit_accounts"."version" >= 0),
	CONSTRAINT "credit_accounts_at_with_version" CHECK (("credit_accounts"."version" = 0) = ("credit_accounts"."at" is null)),
	CONSTRAINT "credit_accounts_sums_not_negative" CHECK ("credit_accounts"."available_subscription" >= 0 and "credit_accounts"."available_activity" >= 0 and "credit_accounts"."available_purchased" >= 0)
);
--> statement-breakpoint
CREATE TABLE "credit_batches" (
	"account_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"kind" "credit_kind" NOT NULL,
	"granted" bigint NOT NULL,
	"remaining" bigint NOT NULL,
	"open" boolean NOT NULL,
	"granted_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"source" text NOT NULL,
	"source_id" text,
	"label" text NOT NULL,
	CONSTRAINT "credit_batches_pkey" PRIMARY KEY("account_id","number"),
	CONSTRAINT "credit_batches_remaining_within_granted" CHECK ("credit_batches"."remaining" between 0 and "credit_batches"."granted"),
	CONSTRAINT "credit_batches_granted_positive" CHECK ("credit_batches"."granted" between 1 and 1000000000),
	CONSTRAINT "credit_batches_open_means_remaining" CHECK ("credit_batches"."open" = ("credit_batches"."remaining" > 0)),
	CONSTRAINT "credit_batches_ends_after_start" CHECK ("credit_batches"."expires_at" is null or "credit_batches"."expires_at" > "credit_batches"."granted_at")
);
--> statement-breakpoint
CREATE TABLE "credit_entries" (
	"account_id" uuid NOT NULL,
	"version" bigint NOT NULL,
	"batch" integer NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "credit_entries_pkey" PRIMARY KEY("account_id","version","batch"),
	CONSTRAINT "credit_entries_amount_not_zero" CHECK ("credit_entries"."amount" <> 0)
);
--> statement-breakpoint
CREATE TABLE "credit_transactions" (
	"account_id" uuid NOT NULL,
	"version" bigint NOT NULL,
	"type" "transaction_type" NOT NULL,
	"amount" bigint NOT NULL,
	"balance_before" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"key_scope" text,
	"idempotency_key" "bytea",
	"fingerprint" "bytea",
	"feature" text,
	"units" integer,
	"reference" text,
	"platform" text,
	"reason" text,
	"actor" text,
	CONSTRAINT "credit_transactions_pkey" PRIMARY KEY("account_id","version"),
	CONSTRAINT "credit_transactions_key_once" UNIQUE("account_id","key_scope","idempotency_key"),
	CONSTRAINT "credit_transactions_version_positive" CHECK ("credit_transactions"."version" >= 1),
	CONSTRAINT "credit_transactions_balance_adds_up" CHECK ("credit_transactions"."balance_after" = "credit_transactions"."balance_before" + "credit_transactions"."amount"),
	CONSTRAINT "credit_transactions_balance_not_negative" CHECK ("credit_transactions"."balance_before" >= 0 and "credit_transactions"."balance_after" >= 0),
	CONSTRAINT "credit_transactions_key_whole" CHECK (num_nonnulls("credit_transactions"."key_scope", "credit_transactions"."idempotency_key", "credit_transactions"."fingerprint") in (0, 3)),
	CONSTRAINT "credit_transactions_hash_length" CHECK (octet_length("credit_transactions"."idempotency_key") = 16 and octet_length("credit_transactions"."fingerprint") = 16),
	CONSTRAINT "credit_transactions_texts_short" CHECK (char_length("credit_transactions"."reference") <= 120 and char_length("credit_transactions"."reason") <= 120)
);
--> statement-breakpoint
CREATE TABLE "grant_sources" (
	"source" text NOT NULL,
	"source_id" text NOT NULL,
	"account_id" uuid NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "grant_sources_pkey" PRIMARY KEY("source","source_id")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"key_scope" text NOT NULL,
	"idempotency_key" "bytea" NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"pack" text NOT NULL,
	"credits" integer NOT NULL,
	"amount_cents" bigint NOT NULL,
	"currency" text NOT NULL,
	"valid_days" integer,
	"status" "order_status" DEFAULT 'open' NOT NULL,
	"return_to" text,
	"checkout_session" text,
	"checkout_url" text,
	"checkout_expires_at" timestamp (3) with time zone,
	"grant_version" bigint,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "orders_checkout_session_once" UNIQUE("checkout_session"),
	CONSTRAINT "orders_key_once" UNIQUE("user_id","key_scope","idempotency_key"),
	CONSTRAINT "orders_paid_means_granted" CHECK (("orders"."status" = 'paid') = ("orders"."grant_version" is not null))
);
--> statement-breakpoint
CREATE TABLE "stripe_events" (
	"id" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"object_id" text,
	"api_version" text,
	"livemode" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp (3) with time zone,
	"attempts" integer DEFAULT 1 NOT NULL,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "demo_letters" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"to" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "demo_mark" (
	"marked" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_keys" (
	"name" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"may" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "service_keys_hash_once" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"session_token" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires" timestamp (3) with time zone NOT NULL,
	"method" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_methods" (
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"refresh_token" text,
	"access_token" text,
	"expires_at" integer,
	"token_type" text,
	"scope" text,
	"id_token" text,
	"session_state" text,
	CONSTRAINT "sign_in_methods_pkey" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text,
	"email" text NOT NULL,
	"email_verified" timestamp (3) with time zone,
	"image" text,
	"demo_slug" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_demo_slug_once" UNIQUE("demo_slug")
);
--> statement-breakpoint
CREATE TABLE "verification_tokens" (
	"identifier" text NOT NULL,
	"token" text NOT NULL,
	"expires" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "verification_tokens_pkey" PRIMARY KEY("identifier","token")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "rate_limits" (
	"key" text PRIMARY KEY NOT NULL,
	"left" double precision NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "feature_prices" ADD CONSTRAINT "feature_prices_feature_features_slug_fk" FOREIGN KEY ("feature") REFERENCES "public"."features"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_batches" ADD CONSTRAINT "credit_batches_account" FOREIGN KEY ("account_id") REFERENCES "public"."credit_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_entries" ADD CONSTRAINT "credit_entries_transaction" FOREIGN KEY ("account_id","version") REFERENCES "public"."credit_transactions"("account_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_entries" ADD CONSTRAINT "credit_entries_batch" FOREIGN KEY ("account_id","batch") REFERENCES "public"."credit_batches"("account_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD CONSTRAINT "credit_transactions_account" FOREIGN KEY ("account_id") REFERENCES "public"."credit_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grant_sources" ADD CONSTRAINT "grant_sources_transaction" FOREIGN KEY ("account_id","version") REFERENCES "public"."credit_transactions"("account_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "orders" ADD CONSTRAINT "orders_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_methods" ADD CONSTRAINT "sign_in_methods_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credit_batches_deduction_order" ON "credit_batches" USING btree ("account_id","kind","expires_at","number") WHERE "credit_batches"."open";--> statement-breakpoint
CREATE INDEX "credit_batches_due" ON "credit_batches" USING btree ("account_id","expires_at") WHERE "credit_batches"."open";--> statement-breakpoint
CREATE INDEX "credit_entries_by_batch" ON "credit_entries" USING btree ("account_id","batch","version");--> statement-breakpoint
CREATE INDEX "orders_by_user" ON "orders" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email_once" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE FUNCTION "refuse_change_of_history"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the history is only ever inserted: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
--> statement-breakpoint
CREATE TRIGGER "credit_transactions_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "credit_transactions" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_history"();
--> statement-breakpoint
CREATE TRIGGER "credit_entries_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "credit_entries" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_history"();
--> statement-breakpoint
ALTER TABLE "credit_accounts" SET (fillfactor = 50);
--> statement-breakpoint
ALTER TABLE "credit_batches" SET (fillfactor = 70);
