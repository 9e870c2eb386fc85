CREATE TYPE "public"."campaign_audience" AS ENUM('everyone', 'new-people', 'subscribers', 'without-plan');--> statement-breakpoint
CREATE TYPE "public"."campaign_type" AS ENUM('welcome', 'check-in', 'challenge', 'offer', 'code');--> statement-breakpoint
CREATE TABLE "campaign_changes" (
	"campaign" text NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" text NOT NULL,
	"reason" text NOT NULL,
	"changed" jsonb NOT NULL,
	CONSTRAINT "campaign_changes_pkey" PRIMARY KEY("campaign","number")
);
--> statement-breakpoint
CREATE TABLE "campaign_claims" (
	"campaign" text NOT NULL,
	"account_id" uuid NOT NULL,
	"occurrence" text NOT NULL,
	"credits" integer NOT NULL,
	"valid_days" integer NOT NULL,
	"label" text NOT NULL,
	"claimed_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"mailbox" text,
	"code" "bytea",
	"time_zone" text,
	"day_in_row" integer,
	"key_scope" text NOT NULL,
	"idempotency_key" "bytea" NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"granted_at" timestamp (3) with time zone,
	"refusal" text,
	CONSTRAINT "campaign_claims_pkey" PRIMARY KEY("campaign","account_id","occurrence"),
	CONSTRAINT "campaign_claims_key_once" UNIQUE("account_id","key_scope","idempotency_key"),
	CONSTRAINT "campaign_claims_mailbox_once" UNIQUE("campaign","mailbox","occurrence"),
	CONSTRAINT "campaign_claims_code_once" UNIQUE("code","account_id"),
	CONSTRAINT "campaign_claims_credits_positive" CHECK ("campaign_claims"."credits" >= 1),
	CONSTRAINT "campaign_claims_day_in_row" CHECK ("campaign_claims"."day_in_row" between 1 and 7)
);
--> statement-breakpoint
CREATE TABLE "campaign_codes" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"campaign" text NOT NULL,
	"most_uses" integer NOT NULL,
	"uses" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "campaign_codes_uses_within_most" CHECK ("campaign_codes"."uses" between 0 and "campaign_codes"."most_uses")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"slug" text PRIMARY KEY NOT NULL,
	"type" "campaign_type" NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"amount" integer NOT NULL,
	"week_bonus" integer DEFAULT 0 NOT NULL,
	"valid_days" integer NOT NULL,
	"begins_at" timestamp (3) with time zone NOT NULL,
	"ends_at" timestamp (3) with time zone,
	"time_zone" text NOT NULL,
	"credits_from" timestamp (3) with time zone,
	"limit_per_person" integer,
	"limit_in_all" integer,
	"budget" bigint,
	"audience" "campaign_audience" NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"claims" integer DEFAULT 0 NOT NULL,
	"credits_claimed" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "campaigns_slug_form" CHECK ("campaigns"."slug" ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
	CONSTRAINT "campaigns_amount_positive" CHECK ("campaigns"."amount" between 1 and 1000000 and "campaigns"."week_bonus" between 0 and 1000000),
	CONSTRAINT "campaigns_bonus_of_check_in" CHECK ("campaigns"."week_bonus" = 0 or "campaigns"."type" = 'check-in'),
	CONSTRAINT "campaigns_welcome_once" CHECK ("campaigns"."type" <> 'welcome' or coalesce("campaigns"."limit_per_person" = 1, false)),
	CONSTRAINT "campaigns_valid_days" CHECK ("campaigns"."valid_days" between 1 and 365),
	CONSTRAINT "campaigns_period_ordered" CHECK ("campaigns"."ends_at" >= "campaigns"."begins_at"),
	CONSTRAINT "campaigns_limits_positive" CHECK ("campaigns"."limit_per_person" >= 1 and "campaigns"."limit_in_all" >= 1 and "campaigns"."budget" >= 1),
	CONSTRAINT "campaigns_within_limits" CHECK ("campaigns"."claims" <= "campaigns"."limit_in_all" and "campaigns"."credits_claimed" <= "campaigns"."budget")
);
--> statement-breakpoint
CREATE TABLE "check_in_zones" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"time_zone" text NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "campaign_changes" ADD CONSTRAINT "campaign_changes_campaign" FOREIGN KEY ("campaign") REFERENCES "public"."campaigns"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_claims" ADD CONSTRAINT "campaign_claims_campaign" FOREIGN KEY ("campaign") REFERENCES "public"."campaigns"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_claims" ADD CONSTRAINT "campaign_claims_code" FOREIGN KEY ("code") REFERENCES "public"."campaign_codes"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "campaign_codes" ADD CONSTRAINT "campaign_codes_campaign" FOREIGN KEY ("campaign") REFERENCES "public"."campaigns"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "campaign_claims_pending" ON "campaign_claims" USING btree ("due_at") WHERE "campaign_claims"."granted_at" is null and "campaign_claims"."refusal" is null;--> statement-breakpoint
CREATE INDEX "campaign_codes_by_campaign" ON "campaign_codes" USING btree ("campaign");--> statement-breakpoint
CREATE TRIGGER "campaign_changes_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "campaign_changes" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change_of_history"();
