DROP INDEX "plan_months_due";--> statement-breakpoint
DROP INDEX "plan_months_next_due";--> statement-breakpoint
ALTER TABLE "payments" ALTER COLUMN "order_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD COLUMN "buying_frozen_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD COLUMN "buying_frozen_by" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "invoice_id" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "warned_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "cleared_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "cleared_by" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "cleared_reason" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "unfrozen_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "unfrozen_by" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "unfrozen_reason" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "changed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "plan_months" ADD COLUMN "returned" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_invoice_id_plan_invoices_id_fk" FOREIGN KEY ("invoice_id") REFERENCES "public"."plan_invoices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "orders_paid" ON "orders" USING btree ("created_at","id") WHERE "orders"."status" = 'paid';--> statement-breakpoint
CREATE INDEX "plan_months_due" ON "plan_months" USING btree ("account_id","due_at") WHERE "plan_months"."done_at" is null and "plan_months"."returned" <> "plan_months"."credits";--> statement-breakpoint
CREATE INDEX "plan_months_next_due" ON "plan_months" USING btree ("due_at") WHERE "plan_months"."done_at" is null and "plan_months"."returned" <> "plan_months"."credits";--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_invoice_once" UNIQUE("invoice_id");--> statement-breakpoint
ALTER TABLE "credit_accounts" ADD CONSTRAINT "credit_accounts_buying_frozen_with_payment" CHECK (("credit_accounts"."buying_frozen_at" is null) = ("credit_accounts"."buying_frozen_by" is null));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_of_order_or_invoice" CHECK (num_nonnulls("payments"."order_id", "payments"."invoice_id") = 1);--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_named_by_invoice" CHECK ("payments"."invoice_id" = "payments"."id");--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_cleared_by_somebody" CHECK (num_nonnulls("payments"."cleared_at", "payments"."cleared_by", "payments"."cleared_reason") in (0, 3));--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_unfrozen_by_somebody" CHECK (num_nonnulls("payments"."unfrozen_at", "payments"."unfrozen_by", "payments"."unfrozen_reason") in (0, 3));--> statement-breakpoint
ALTER TABLE "plan_months" ADD CONSTRAINT "plan_months_returned_within_credits" CHECK ("plan_months"."returned" between 0 and greatest(0, "plan_months"."credits"));--> statement-breakpoint
update payments set changed_at = read_at;--> statement-breakpoint
update credit_accounts a set buying_frozen_at = clock_timestamp(), buying_frozen_by = d.payment from (
  select o.user_id, min(p.id) as payment from payments p join orders o on o.id = p.order_id
  where p.dispute in ('open', 'lost') group by 1) d where d.user_id = a.id;
