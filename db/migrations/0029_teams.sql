CREATE TYPE "public"."team_invitation_state" AS ENUM('pending', 'accepted', 'refused', 'withdrawn', 'replaced');--> statement-breakpoint
CREATE TABLE "team_holders" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team_id" uuid NOT NULL,
	"seat" integer NOT NULL,
	"account_id" uuid NOT NULL,
	"held_from" timestamp (3) with time zone NOT NULL,
	"held_until" timestamp (3) with time zone,
	CONSTRAINT "team_holders_seat_within_limit" CHECK ("team_holders"."seat" between 1 and 100),
	CONSTRAINT "team_holders_time_ordered" CHECK ("team_holders"."held_from" <= "team_holders"."held_until")
);
--> statement-breakpoint
CREATE TABLE "team_invitations" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team_id" uuid NOT NULL,
	"email" text NOT NULL,
	"token_hash" text NOT NULL,
	"state" "team_invitation_state" DEFAULT 'pending' NOT NULL,
	"invited_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "team_invitations_token_once" UNIQUE("token_hash"),
	CONSTRAINT "team_invitations_settled_means_dated" CHECK (("team_invitations"."state" = 'pending') = ("team_invitations"."settled_at" is null)),
	CONSTRAINT "team_invitations_email_lower" CHECK ("team_invitations"."email" = lower("team_invitations"."email")),
	CONSTRAINT "team_invitations_time_ordered" CHECK ("team_invitations"."invited_at" < "team_invitations"."expires_at")
);
--> statement-breakpoint
CREATE TABLE "team_refusals" (
	"mailbox" text PRIMARY KEY NOT NULL,
	"refused_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "teams" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subscription_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "teams_subscription_once" UNIQUE("subscription_id"),
	CONSTRAINT "teams_name_short" CHECK (length("teams"."name") between 1 and 100)
);
--> statement-breakpoint
ALTER TABLE "team_holders" ADD CONSTRAINT "team_holders_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_holders" ADD CONSTRAINT "team_holders_account_id_users_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_invitations" ADD CONSTRAINT "team_invitations_team_id_teams_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."teams"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "teams" ADD CONSTRAINT "teams_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "team_holders_seat_once" ON "team_holders" USING btree ("team_id","seat") WHERE "team_holders"."held_until" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "team_holders_person_once" ON "team_holders" USING btree ("team_id","account_id") WHERE "team_holders"."held_until" is null;--> statement-breakpoint
CREATE INDEX "team_holders_by_account" ON "team_holders" USING btree ("account_id") WHERE "team_holders"."held_until" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "team_invitations_pending_once" ON "team_invitations" USING btree ("team_id","email") WHERE "team_invitations"."state" = 'pending';--> statement-breakpoint
CREATE INDEX "team_invitations_by_team" ON "team_invitations" USING btree ("team_id","invited_at");