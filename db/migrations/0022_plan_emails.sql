CREATE TYPE "public"."plan_email" AS ENUM('started', 'payment-failed', 'cancelled', 'ended');--> statement-breakpoint
CREATE TABLE "plan_emails" (
	"subscription_id" text NOT NULL,
	"email" "plan_email" NOT NULL,
	"about" text NOT NULL,
	"sent_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "plan_emails_pkey" PRIMARY KEY("subscription_id","email","about")
);
--> statement-breakpoint
ALTER TABLE "plan_emails" ADD CONSTRAINT "plan_emails_subscription_id_subscriptions_id_fk" FOREIGN KEY ("subscription_id") REFERENCES "public"."subscriptions"("id") ON DELETE no action ON UPDATE no action;