ALTER TABLE "users" ADD COLUMN "confirm_above" integer DEFAULT 10 NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "confirm_purchased" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_confirm_above_within_limit" CHECK ("users"."confirm_above" between 0 and 1000000);