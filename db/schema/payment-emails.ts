import { sql } from "drizzle-orm";
import { bigint, check, pgTable, text } from "drizzle-orm/pg-core";
import { instant } from "./instant.ts";
import { payments } from "./payments.ts";

const cents = (name: string) => bigint(name, { mode: "number" }).notNull().default(0);

/** How much of a payment its payer was told of by email: each change is told once, whichever process finds it first. */
export const paymentEmails = pgTable(
  "payment_emails",
  {
    paymentId: text("payment_id")
      .primaryKey()
      .references(() => payments.id),
    returnedCents: cents("returned_cents"),
    disputedCents: cents("disputed_cents"),
    /** When the last of them was sent, or is being sent. */
    sentAt: instant("sent_at").notNull().defaultNow(),
  },
  (t) => [check("payment_emails_amounts_not_negative", sql`${t.returnedCents} >= 0 and ${t.disputedCents} >= 0`)],
);
