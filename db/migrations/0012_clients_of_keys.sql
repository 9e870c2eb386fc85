ALTER TABLE "service_keys" ADD COLUMN "client" text;--> statement-breakpoint
UPDATE "service_keys" SET "client" = "name";--> statement-breakpoint
ALTER TABLE "service_keys" ALTER COLUMN "client" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "credit_transactions_by_reference" ON "credit_transactions" USING btree ("account_id","reference","version") WHERE "credit_transactions"."reference" is not null;--> statement-breakpoint
CREATE INDEX "credit_transactions_by_old_key" ON "credit_transactions" USING btree ("account_id","idempotency_key") WHERE left("credit_transactions"."key_scope", 7) = 'device:';--> statement-breakpoint
CREATE INDEX "runs_by_old_key" ON "runs" USING btree ("account_id","idempotency_key") WHERE left("runs"."key_scope", 7) = 'device:';