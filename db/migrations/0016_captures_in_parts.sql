ALTER TABLE "credit_holds" DROP CONSTRAINT "credit_holds_captured_with_status";--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD COLUMN "captured" bigint;--> statement-breakpoint
ALTER TABLE "credit_holds" ADD CONSTRAINT "credit_holds_captured_with_status" CHECK ("credit_holds"."status" <> 'captured' or "credit_holds"."captured" > 0);