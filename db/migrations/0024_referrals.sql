CREATE TYPE "public"."referral_qualification" AS ENUM('purchase', 'use');--> statement-breakpoint
CREATE TYPE "public"."referral_reason" AS ENUM('own-mailbox', 'known-mailbox', 'campaign-ended', 'sold-out', 'month-full', 'referrer-gone');--> statement-breakpoint
CREATE TYPE "public"."referral_state" AS ENUM('waiting', 'qualified', 'rewarded', 'unrewarded', 'refused');--> statement-breakpoint
ALTER TYPE "public"."campaign_type" ADD VALUE 'referral';--> statement-breakpoint
CREATE TABLE "known_mailboxes" (
	"hash" text PRIMARY KEY NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "referral_codes" (
	"account_id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "referral_codes_code_once" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "referrals" (
	"friend_id" uuid PRIMARY KEY NOT NULL,
	"referrer_id" uuid NOT NULL,
	"campaign" text NOT NULL,
	"state" "referral_state" DEFAULT 'waiting' NOT NULL,
	"reason" "referral_reason",
	"joined_at" timestamp (3) with time zone NOT NULL,
	"qualified_at" timestamp (3) with time zone,
	"purchase" text,
	"reward_due_at" timestamp (3) with time zone,
	"returned_at" timestamp (3) with time zone,
	"tell_friend" boolean DEFAULT false NOT NULL,
	"tell_referrer" boolean DEFAULT false NOT NULL,
	CONSTRAINT "referrals_of_another_person" CHECK ("referrals"."friend_id" <> "referrals"."referrer_id"),
	CONSTRAINT "referrals_qualified_means_dated" CHECK (case when "referrals"."state" in ('qualified', 'rewarded', 'unrewarded')
        then num_nonnulls("referrals"."qualified_at", "referrals"."reward_due_at") = 2
        else num_nonnulls("referrals"."qualified_at", "referrals"."reward_due_at", "referrals"."purchase", "referrals"."returned_at") = 0 end),
	CONSTRAINT "referrals_reason_where_refused" CHECK (("referrals"."state" in ('unrewarded', 'refused')) = ("referrals"."reason" is not null))
);
--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "referrer_amount" integer;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "hold_days" integer;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "most_per_month" integer;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "qualifies_by" "referral_qualification";--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_campaign" FOREIGN KEY ("campaign") REFERENCES "public"."campaigns"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "referrals_by_referrer" ON "referrals" USING btree ("referrer_id","joined_at");--> statement-breakpoint
CREATE INDEX "referrals_waiting" ON "referrals" USING btree ("joined_at") WHERE "referrals"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "referrals_due" ON "referrals" USING btree ("reward_due_at") WHERE "referrals"."state" = 'qualified' and "referrals"."returned_at" is null;--> statement-breakpoint
CREATE INDEX "referrals_returned" ON "referrals" USING btree ("returned_at") WHERE "referrals"."returned_at" is not null;--> statement-breakpoint
CREATE INDEX "referrals_to_tell" ON "referrals" USING btree ("joined_at") WHERE "referrals"."tell_friend" or "referrals"."tell_referrer";--> statement-breakpoint
CREATE INDEX "users_by_mailbox" ON "users" USING btree ((case when split_part(lower("email"), '@', 2) in ('gmail.com', 'googlemail.com')
    then replace(case when strpos(split_part(lower("email"), '@', 1), '+') > 1 then split_part(split_part(lower("email"), '@', 1), '+', 1) else split_part(lower("email"), '@', 1) end, '.', '') || '@gmail.com' else case when strpos(split_part(lower("email"), '@', 1), '+') > 1 then split_part(split_part(lower("email"), '@', 1), '+', 1) else split_part(lower("email"), '@', 1) end || '@' || split_part(lower("email"), '@', 2) end));--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_referral_terms" CHECK (case "campaigns"."type"::text when 'referral'
        then num_nonnulls("campaigns"."referrer_amount", "campaigns"."hold_days", "campaigns"."qualifies_by") = 3 and "campaigns"."limit_per_person" is null
        else num_nonnulls("campaigns"."referrer_amount", "campaigns"."hold_days", "campaigns"."qualifies_by", "campaigns"."most_per_month") = 0 end);--> statement-breakpoint
ALTER TABLE "campaigns" ADD CONSTRAINT "campaigns_referral_bounds" CHECK ("campaigns"."referrer_amount" between 1 and 1000000 and "campaigns"."hold_days" between 0 and 365 and "campaigns"."most_per_month" >= 1);