DROP INDEX "credit_holds_open";--> statement-breakpoint
CREATE INDEX "credit_holds_open" ON "credit_holds" USING btree ("account_id","expires_at") WHERE "credit_holds"."status" = 'open';