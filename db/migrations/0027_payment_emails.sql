CREATE TABLE "payment_emails" (
	"payment_id" text PRIMARY KEY NOT NULL,
	"returned_cents" bigint DEFAULT 0 NOT NULL,
	"disputed_cents" bigint DEFAULT 0 NOT NULL,
	"sent_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "payment_emails_amounts_not_negative" CHECK ("payment_emails"."returned_cents" >= 0 and "payment_emails"."disputed_cents" >= 0)
);
--> statement-breakpoint
ALTER TABLE "payment_emails" ADD CONSTRAINT "payment_emails_payment_id_payments_id_fk" FOREIGN KEY ("payment_id") REFERENCES "public"."payments"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- What happened before this version is no news.
insert into payment_emails (payment_id, returned_cents, disputed_cents) select id, returned_cents, disputed_cents from payments;
