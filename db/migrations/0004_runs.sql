CREATE TYPE "public"."run_status" AS ENUM('running', 'done', 'failed', 'cancelled');--> statement-breakpoint
CREATE TABLE "run_results" (
	"run_id" uuid NOT NULL,
	"number" smallint NOT NULL,
	"type" text NOT NULL,
	"name" text NOT NULL,
	"width" integer,
	"height" integer,
	"bytes" "bytea" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "run_results_pkey" PRIMARY KEY("run_id","number"),
	CONSTRAINT "run_results_not_huge" CHECK (octet_length("run_results"."bytes") between 1 and 33554432)
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"account_id" uuid NOT NULL,
	"key_scope" text NOT NULL,
	"idempotency_key" "bytea" NOT NULL,
	"fingerprint" "bytea" NOT NULL,
	"feature" text NOT NULL,
	"units" integer NOT NULL,
	"platform" text,
	"status" "run_status" DEFAULT 'running' NOT NULL,
	"progress" smallint DEFAULT 0 NOT NULL,
	"hold" integer,
	"cost" bigint,
	"error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "runs_key_once" UNIQUE("account_id","key_scope","idempotency_key"),
	CONSTRAINT "runs_progress_per_cent" CHECK ("runs"."progress" between 0 and 100),
	CONSTRAINT "runs_cost_or_error" CHECK (num_nonnulls("runs"."cost", "runs"."error") <= 1),
	CONSTRAINT "runs_done_means_cost" CHECK ("runs"."status" <> 'done' or "runs"."cost" is not null)
);
--> statement-breakpoint
ALTER TABLE "run_results" ADD CONSTRAINT "run_results_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "run_results_by_end" ON "run_results" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "runs_by_account" ON "runs" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "runs_running" ON "runs" USING btree ("updated_at") WHERE "runs"."status" = 'running';