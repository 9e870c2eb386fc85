CREATE TYPE "public"."hold_status" AS ENUM('open', 'captured', 'released', 'lapsed');--> statement-breakpoint
ALTER TYPE "public"."transaction_type" ADD VALUE 'hold';--> statement-breakpoint
ALTER TYPE "public"."transaction_type" ADD VALUE 'extend';--> statement-breakpoint
ALTER TYPE "public"."transaction_type" ADD VALUE 'capture';--> statement-breakpoint
ALTER TYPE "public"."transaction_type" ADD VALUE 'release';--> statement-breakpoint
ALTER TYPE "public"."transaction_type" ADD VALUE 'refund';--> statement-breakpoint
ALTER TYPE "public"."transaction_type" ADD VALUE 'adjustment';--> statement-breakpoint
ALTER TYPE "public"."transaction_type" ADD VALUE 'freeze';--> statement-breakpoint
ALTER TYPE "public"."transaction_type" ADD VALUE 'unfreeze';--> statement-breakpoint
CREATE TABLE "credit_holds" (
	"account_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"version" bigint NOT NULL,
	"status" "hold_status" NOT NULL,
	"amount" bigint NOT NULL,
	"captured" bigint DEFAULT 0 NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"reference" text,
	CONSTRAINT "credit_holds_pkey" PRIMARY KEY("account_id","number"),
	CONSTRAINT "credit_holds_captured_within_amount" CHECK ("credit_holds"."captured" between 0 and "credit_holds"."amount"),
	CONSTRAINT "credit_holds_captured_with_status" CHECK (("credit_holds"."status" = 'captured') = ("credit_holds"."captured" > 0))
);
--> statement-breakpoint
ALTER TABLE "credit_batches" DROP CONSTRAINT "credit_batches_remaining_within_granted";--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD COLUMN "held" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD COLUMN "holds" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD COLUMN "frozen_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "credit_batches" ADD COLUMN "held" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_batches" ADD COLUMN "returned_from" integer;--> statement-breakpoint
ALTER TABLE "credit_entries" ADD COLUMN "on_behalf_of" integer;--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD COLUMN "relates_to" bigint;--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD COLUMN "hold" integer;--> statement-breakpoint
ALTER TABLE "credit_transactions" ADD COLUMN "hold_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "credit_holds" ADD CONSTRAINT "credit_holds_transaction" FOREIGN KEY ("account_id","version") REFERENCES "public"."credit_transactions"("account_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credit_holds_open" ON "credit_holds" USING btree ("account_id") WHERE "credit_holds"."status" = 'open';--> statement-breakpoint
CREATE INDEX "credit_holds_next_due" ON "credit_holds" USING btree ("expires_at") WHERE "credit_holds"."status" = 'open';--> statement-breakpoint
CREATE INDEX "credit_batches_next_due" ON "credit_batches" USING btree ("expires_at") WHERE "credit_batches"."open";--> statement-breakpoint
CREATE INDEX "credit_transactions_by_relation" ON "credit_transactions" USING btree ("account_id","relates_to") WHERE "credit_transactions"."relates_to" is not null;--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD CONSTRAINT "credit_accounts_held_not_negative" CHECK ("credit_accounts"."held" >= 0);--> statement-breakpoint
ALTER TABLE "credit_batches" ADD CONSTRAINT "credit_batches_remaining_within_granted" CHECK ("credit_batches"."remaining" >= 0 and "credit_batches"."held" >= 0 and "credit_batches"."remaining" + "credit_batches"."held" <= "credit_batches"."granted");