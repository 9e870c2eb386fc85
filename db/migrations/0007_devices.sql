CREATE TYPE "public"."device_code_status" AS ENUM('pending', 'approved', 'denied', 'redeemed');--> statement-breakpoint
CREATE TYPE "public"."feature_place" AS ENUM('credits', 'on-device', 'web', 'none');--> statement-breakpoint
CREATE TYPE "public"."platform" AS ENUM('web', 'desktop', 'mobile');--> statement-breakpoint
CREATE TYPE "public"."platform_access" AS ENUM('full', 'off');--> statement-breakpoint
CREATE TYPE "public"."platform_sight" AS ENUM('total', 'kinds', 'batches');--> statement-breakpoint
CREATE TABLE "device_codes" (
	"device_code_hash" text PRIMARY KEY NOT NULL,
	"user_code" text NOT NULL,
	"platform" "platform" NOT NULL,
	"version" text NOT NULL,
	"address" text NOT NULL,
	"status" "device_code_status" DEFAULT 'pending' NOT NULL,
	"user_id" uuid,
	"requested_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"interval_seconds" integer NOT NULL,
	"polled_at" timestamp (3) with time zone,
	CONSTRAINT "device_codes_user_code_once" UNIQUE("user_code")
);
--> statement-breakpoint
CREATE TABLE "devices" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"platform" "platform" NOT NULL,
	"version" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "devices_token_once" UNIQUE("token_hash"),
	CONSTRAINT "devices_not_web" CHECK ("devices"."platform" <> 'web')
);
--> statement-breakpoint
CREATE TABLE "feature_platforms" (
	"feature" text NOT NULL,
	"platform" "platform" NOT NULL,
	"place" "feature_place" NOT NULL,
	CONSTRAINT "feature_platforms_pkey" PRIMARY KEY("feature","platform")
);
--> statement-breakpoint
CREATE TABLE "platform_policies" (
	"platform" "platform" PRIMARY KEY NOT NULL,
	"access" "platform_access" NOT NULL,
	"minimum_version" text,
	"sees" "platform_sight" NOT NULL,
	"spends" boolean NOT NULL,
	"buys" boolean NOT NULL,
	"changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "platform_policies_web_stays" CHECK ("platform_policies"."platform" <> 'web' or ("platform_policies"."access" = 'full' and "platform_policies"."buys"))
);
--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD COLUMN "client_version" text;--> statement-breakpoint
ALTER TABLE "device_codes" ADD CONSTRAINT "device_codes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "devices" ADD CONSTRAINT "devices_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feature_platforms" ADD CONSTRAINT "feature_platforms_feature_features_slug_fk" FOREIGN KEY ("feature") REFERENCES "public"."features"("slug") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "device_codes_by_end" ON "device_codes" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "devices_by_user" ON "devices" USING btree ("user_id");--> statement-breakpoint
INSERT INTO "platform_policies" ("platform", "access", "minimum_version", "sees", "spends", "buys") VALUES
	('web', 'full', NULL, 'batches', true, true),
	('desktop', 'full', '6.0', 'kinds', true, false),
	('mobile', 'full', '11.7.0', 'total', true, false);
