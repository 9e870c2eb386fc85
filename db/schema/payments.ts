import { sql } from "drizzle-orm";
import { bigint, check, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant.ts";
import { orders } from "./orders.ts";
import { planInvoices } from "./subscriptions.ts";

/** The standing of a payment's disputes: the money is gone while one is open or lost. */
export const disputeStanding = pgEnum("dispute_standing", ["none", "inquiry", "open", "lost"]);

const cents = (name: string) => bigint(name, { mode: "number" }).notNull();

/**
 * Payments of which money was returned, is disputed or may be stolen, as Stripe had them when they were last read. One row for
 * an order, and one for an invoice of a plan, however many payments settled it.
 */
export const payments = pgTable(
  "payments",
  {
    /** The id of the payment intent of an order, or of the invoice. */
    id: text("id").primaryKey(),
    orderId: uuid("order_id").references(() => orders.id),
    invoiceId: text("invoice_id").references(() => planInvoices.id),
    currency: text("currency").notNull(),
    paidCents: cents("paid_cents"),
    returnedCents: cents("returned_cents"),
    disputedCents: cents("disputed_cents"),
    dispute: disputeStanding("dispute").notNull(),
    /** Since when we know that its bank warns of fraud; null when it does not. Its unused credits are frozen until `clearedAt`. */
    warnedAt: instant("warned_at"),
    clearedAt: instant("cleared_at"),
    clearedBy: text("cleared_by"),
    clearedReason: text("cleared_reason"),
    /** When an operator let its payer buy again in spite of its dispute. */
    unfrozenAt: instant("unfrozen_at"),
    unfrozenBy: text("unfrozen_by"),
    unfrozenReason: text("unfrozen_reason"),
    /** When a reading first said what the row says of returned and disputed money. */
    changedAt: instant("changed_at").notNull().defaultNow(),
    /** The database's clock before Stripe was asked. */
    readAt: instant("read_at").notNull(),
  },
  (t) => [
    unique("payments_order_once").on(t.orderId),
    unique("payments_invoice_once").on(t.invoiceId),
    check("payments_of_order_or_invoice", sql`num_nonnulls(${t.orderId}, ${t.invoiceId}) = 1`),
    check("payments_named_by_invoice", sql`${t.invoiceId} = ${t.id}`),
    check(
      "payments_cleared_by_somebody",
      sql`num_nonnulls(${t.clearedAt}, ${t.clearedBy}, ${t.clearedReason}) in (0, 3)`,
    ),
    check(
      "payments_unfrozen_by_somebody",
      sql`num_nonnulls(${t.unfrozenAt}, ${t.unfrozenBy}, ${t.unfrozenReason}) in (0, 3)`,
    ),
    check(
      "payments_amounts_not_negative",
      sql`${t.paidCents} >= 0 and ${t.returnedCents} >= 0 and ${t.disputedCents} >= 0`,
    ),
  ],
);
