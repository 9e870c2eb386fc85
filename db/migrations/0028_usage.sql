CREATE TABLE "usage_progress" (
	"account_id" uuid NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "usage_progress_pkey" PRIMARY KEY("account_id"),
	CONSTRAINT "usage_progress_version_not_negative" CHECK ("usage_progress"."version" >= 0)
);
--> statement-breakpoint
CREATE TABLE "usage_totals" (
	"account_id" uuid NOT NULL,
	"feature" text NOT NULL,
	"kind" "credit_kind" NOT NULL,
	"platform" text NOT NULL,
	"quarter_at" timestamp (3) with time zone NOT NULL,
	"total" bigint NOT NULL,
	CONSTRAINT "usage_totals_pkey" PRIMARY KEY("account_id","feature","kind","platform","quarter_at"),
	CONSTRAINT "usage_totals_quarter_whole" CHECK (extract(epoch from "usage_totals"."quarter_at")::bigint % 900 = 0)
);
--> statement-breakpoint
ALTER TABLE "usage_progress" ADD CONSTRAINT "usage_progress_account" FOREIGN KEY ("account_id") REFERENCES "public"."credit_accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_totals" ADD CONSTRAINT "usage_totals_progress" FOREIGN KEY ("account_id") REFERENCES "public"."usage_progress"("account_id") ON DELETE no action ON UPDATE no action;