ALTER TYPE "public"."plan_email" ADD VALUE 'trial-ending';--> statement-breakpoint
ALTER TYPE "public"."plan_email" ADD VALUE 'renewed';