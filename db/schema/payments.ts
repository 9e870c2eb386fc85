import { sql } from "drizzle-orm";
import { bigint, check, pgEnum, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { instant } from "./instant.ts";
import { orders } from "./orders.ts";

/** The standing of a payment's disputes: the money is gone while one is open or lost. */
export const disputeStanding = pgEnum("dispute_standing", ["none", "inquiry", "open", "lost"]);

const cents = (name: string) => bigint(name, { mode: "number" }).notNull();

/** Payments of which money was returned or is disputed, as Stripe had them when they were last read. */
export const payments = pgTable(
  "payments",
  {
    /** The id of the payment intent. */
    id: text("id").primaryKey(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    currency: text("currency").notNull(),
    paidCents: cents("paid_cents"),
    returnedCents: cents("returned_cents"),
    disputedCents: cents("disputed_cents"),
    dispute: disputeStanding("dispute").notNull(),
    /** The database's clock before Stripe was asked. */
    readAt: instant("read_at").notNull(),
  },
  (t) => [
    unique("payments_order_once").on(t.orderId),
    check(
      "payments_amounts_not_negative",
      sql`${t.paidCents} >= 0 and ${t.returnedCents} >= 0 and ${t.disputedCents} >= 0`,
    ),
  ],
);
