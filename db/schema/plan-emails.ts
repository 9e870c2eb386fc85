import { pgEnum, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { instant } from "./instant.ts";
import { subscriptions } from "./subscriptions.ts";

export const planEmail = pgEnum("plan_email", [
  "started",
  "payment-failed",
  "cancelled",
  "ended",
  "trial-ending",
  "renewed",
]);

/** Emails about subscriptions that were sent: each is sent once, whichever process finds its reason first. */
export const planEmails = pgTable(
  "plan_emails",
  {
    subscriptionId: text("subscription_id")
      .notNull()
      .references(() => subscriptions.id),
    email: planEmail("email").notNull(),
    /** What it is about: an invoice's id or an instant. */
    about: text("about").notNull(),
    sentAt: instant("sent_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ name: "plan_emails_pkey", columns: [t.subscriptionId, t.email, t.about] })],
);
