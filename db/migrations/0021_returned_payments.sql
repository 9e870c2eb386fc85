ALTER TYPE "public"."transaction_type" ADD VALUE 'reinstate';--> statement-breakpoint
ALTER TYPE "public"."transaction_type" ADD VALUE 'repayment';--> statement-breakpoint
ALTER TYPE "public"."transaction_type" ADD VALUE 'forgive';--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD COLUMN "debt" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_batches" ADD COLUMN "forfeited" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_batches" ADD COLUMN "target" bigint;--> statement-breakpoint
ALTER TABLE "credit_batches" ADD COLUMN "taken_back" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_batches" ADD COLUMN "owed" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_batches" ADD COLUMN "repaid" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_batches" ADD COLUMN "forgiven" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_batches" ADD COLUMN "revoked_by" bigint;--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD COLUMN "of_batch" integer;--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD COLUMN "target" bigint;--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD COLUMN "debt_change" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "plan_months" ADD COLUMN "repays" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "credit_batches_owing" ON "credit_batches" USING btree ("account_id","number") WHERE "credit_batches"."owed" > 0;--> statement-breakpoint
CREATE INDEX "credit_batches_returned" ON "credit_batches" USING btree ("account_id","returned_from") WHERE "credit_batches"."returned_from" is not null;--> statement-breakpoint
CREATE INDEX "credit_transactions_by_returned_batch" ON "credit_transactions" USING btree ("account_id","of_batch","version") WHERE "credit_transactions"."of_batch" is not null;--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD CONSTRAINT "credit_accounts_debt_not_negative" CHECK ("credit_accounts"."debt" >= 0);--> statement-breakpoint
ALTER TABLE "credit_batches" ADD CONSTRAINT "credit_batches_target_covers_its_parts" CHECK ("credit_batches"."taken_back" >= 0 and "credit_batches"."owed" >= 0 and "credit_batches"."repaid" >= 0 and "credit_batches"."forgiven" >= 0 and "credit_batches"."forfeited" >= 0
        and "credit_batches"."taken_back" + "credit_batches"."owed" + "credit_batches"."repaid" + "credit_batches"."forgiven" <= coalesce("credit_batches"."target", 0)
        and "credit_batches"."target" between 0 and "credit_batches"."granted");--> statement-breakpoint
ALTER TABLE "credit_batches" ADD CONSTRAINT "credit_batches_target_with_line" CHECK (("credit_batches"."target" is null) = ("credit_batches"."revoked_by" is null));--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD CONSTRAINT "credit_transactions_target_with_batch" CHECK (("credit_transactions"."of_batch" is null) = ("credit_transactions"."target" is null));--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD CONSTRAINT "credit_transactions_debt_with_batch" CHECK ("credit_transactions"."debt_change" = 0 or "credit_transactions"."of_batch" is not null);
--> statement-breakpoint
UPDATE "credit_batches" b SET "forfeited" = gone.credits FROM (
	SELECT e."account_id", e."batch", -sum(e."amount") AS credits FROM "credit_entries" e
	JOIN "credit_transactions" t ON t."account_id" = e."account_id" AND t."version" = e."version"
	WHERE e."amount" < 0 AND t."type"::text IN ('expiry', 'adjustment', 'revoke') GROUP BY 1, 2
) gone WHERE b."account_id" = gone."account_id" AND b."number" = gone."batch";
