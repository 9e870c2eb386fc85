-- Room on each page for the next version of its rows: every spend updates one account and at least one batch in place (HOT).
ALTER TABLE "credit_accounts" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "credit_batches" SET (fillfactor = 70);--> statement-breakpoint
-- What the planner is to believe of histories, whatever it sampled: accounts have many lines and versions are many. While
-- most accounts have one line, it would take an index on the account alone for as good as one on the key, and read a
-- whole history to find one line.
ALTER TABLE "credit_transactions" ALTER COLUMN "account_id" SET (n_distinct = -0.01);--> statement-breakpoint
ALTER TABLE "credit_transactions" ALTER COLUMN "version" SET (n_distinct = 1000);--> statement-breakpoint
ALTER TABLE "credit_entries" ALTER COLUMN "account_id" SET (n_distinct = -0.01);--> statement-breakpoint
ALTER TABLE "credit_entries" ALTER COLUMN "version" SET (n_distinct = 1000);
