import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { hash16 } from "./hash.ts";
import { instant } from "./instant.ts";
import { users } from "./people.ts";

/** open: not paid yet · processing: the bank is confirming · paid: paid and granted · others: final, nothing granted. */
export const orderStatus = pgEnum("order_status", ["open", "processing", "paid", "failed", "cancelled", "expired"]);

/** A purchase with its price, stored before the payment page exists. */
export const orders = pgTable(
  "orders",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    keyScope: text("key_scope").notNull(),
    idempotencyKey: hash16("idempotency_key").notNull(),
    fingerprint: hash16("fingerprint").notNull(),
    pack: text("pack").notNull(),
    credits: integer("credits").notNull(),
    amountCents: bigint("amount_cents", { mode: "number" }).notNull(),
    currency: text("currency").notNull(),
    validDays: integer("valid_days"),
    status: orderStatus("status").notNull().default("open"),
    /** Where the buyer returns: a path of this site, or an app's address, which is checked again before it becomes a link. */
    returnTo: text("return_to"),
    checkoutSession: text("checkout_session").unique("orders_checkout_session_once"),
    checkoutUrl: text("checkout_url"),
    checkoutExpiresAt: instant("checkout_expires_at"),
    /** The grant's version in the account's history, once it is granted. */
    grantVersion: bigint("grant_version", { mode: "number" }),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    unique("orders_key_once").on(t.userId, t.keyScope, t.idempotencyKey),
    index("orders_by_user").on(t.userId, t.createdAt),
    index("orders_paid").on(t.createdAt, t.id).where(sql`${t.status} = 'paid'`),
    check("orders_paid_means_granted", sql`(${t.status} = 'paid') = (${t.grantVersion} is not null)`),
  ],
);

/**
 * Every key that ever got an order as its response. A second key that resumed an unpaid order stays bound to it, so that a
 * retry after the payment cannot start a second purchase.
 */
export const orderKeys = pgTable(
  "order_keys",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    keyScope: text("key_scope").notNull(),
    idempotencyKey: hash16("idempotency_key").notNull(),
    fingerprint: hash16("fingerprint").notNull(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
  },
  (t) => [primaryKey({ name: "order_keys_pkey", columns: [t.userId, t.keyScope, t.idempotencyKey] })],
);

/** How an operator settled an event that needed one: granted the order, or dismissed it. */
export const settlement = pgEnum("settlement", ["granted", "dismissed"]);

/** The inbox of Stripe events. Their meaning is always read from the Stripe object. */
export const stripeEvents = pgTable(
  "stripe_events",
  {
    id: text("id").primaryKey(),
    type: text("type").notNull(),
    objectId: text("object_id"),
    apiVersion: text("api_version"),
    livemode: boolean("livemode").notNull(),
    createdAt: instant("created_at").notNull(),
    receivedAt: instant("received_at").notNull().defaultNow(),
    doneAt: instant("done_at"),
    attempts: integer("attempts").notNull().default(1),
    error: text("error"),
    /** Why it needs an operator; stays when it is settled. */
    unsettledReason: text("unsettled_reason"),
    /** The order that it is about, where it names one of ours. */
    orderId: uuid("order_id").references(() => orders.id),
    settlement: settlement("settlement"),
    settledAt: instant("settled_at"),
    settledBy: text("settled_by"),
    settledReason: text("settled_reason"),
  },
  (t) => [
    check(
      "stripe_events_settled_by_somebody",
      sql`num_nonnulls(${t.settlement}, ${t.settledAt}, ${t.settledBy}, ${t.settledReason}) in (0, 4)`,
    ),
    check("stripe_events_settled_once_unsettled", sql`${t.settlement} is null or ${t.unsettledReason} is not null`),
    check("stripe_events_granted_by_order", sql`${t.settlement} <> 'granted' or ${t.orderId} is not null`),
    index("stripe_events_unsettled")
      .on(t.createdAt)
      .where(sql`${t.unsettledReason} is not null and ${t.settledAt} is null and ${t.doneAt} is null`),
  ],
);
