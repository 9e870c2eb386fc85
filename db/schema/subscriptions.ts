import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { planPrices } from "./catalogue.ts";
import { hash16 } from "./hash.ts";
import { instant } from "./instant.ts";
import { orderStatus } from "./orders.ts";
import { users } from "./people.ts";

/** The Stripe customer of a person, made once for each mode and kept. */
export const stripeCustomers = pgTable(
  "stripe_customers",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    livemode: boolean("livemode").notNull(),
    id: text("id").notNull().unique("stripe_customers_id_once"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ name: "stripe_customers_pkey", columns: [t.userId, t.livemode] })],
);

/** The order of a plan, stored before the payment page exists. A person has one that can be paid. */
export const planOrders = pgTable(
  "plan_orders",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    keyScope: text("key_scope").notNull(),
    idempotencyKey: hash16("idempotency_key").notNull(),
    fingerprint: hash16("fingerprint").notNull(),
    planPrice: uuid("plan_price")
      .notNull()
      .references(() => planPrices.id),
    /** paid: the subscription runs, in its trial or paid. */
    status: orderStatus("status").notNull().default("open"),
    returnTo: text("return_to"),
    checkoutSession: text("checkout_session").unique("plan_orders_checkout_session_once"),
    checkoutUrl: text("checkout_url"),
    checkoutExpiresAt: instant("checkout_expires_at"),
    subscriptionId: text("subscription_id"),
    createdAt: instant("created_at").notNull().defaultNow(),
    updatedAt: instant("updated_at").notNull().defaultNow(),
  },
  (t) => [
    unique("plan_orders_key_once").on(t.userId, t.keyScope, t.idempotencyKey),
    uniqueIndex("plan_orders_open_once").on(t.userId).where(sql`${t.status} in ('open', 'processing')`),
    check("plan_orders_paid_means_subscribed", sql`${t.status} <> 'paid' or ${t.subscriptionId} is not null`),
  ],
);

export const subscriptionStatus = pgEnum("subscription_status", [
  "incomplete",
  "incomplete_expired",
  "trialing",
  "active",
  "past_due",
  "canceled",
  "unpaid",
  "paused",
]);

/** What Stripe said about a subscription when it was last read. Only a later reading overwrites it. */
export const subscriptions = pgTable(
  "subscriptions",
  {
    id: text("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    customer: text("customer").notNull(),
    livemode: boolean("livemode").notNull(),
    status: subscriptionStatus("status").notNull(),
    /** Null when Stripe bills a price that is not ours. */
    planPrice: uuid("plan_price").references(() => planPrices.id),
    /** What a schedule changes it to at the period's end; null when nothing is scheduled. */
    nextPrice: uuid("next_price").references(() => planPrices.id),
    seats: integer("seats").notNull(),
    periodStart: instant("period_start").notNull(),
    periodEnd: instant("period_end").notNull(),
    /** Months are counted from here. */
    anchor: instant("anchor").notNull(),
    trialEnd: instant("trial_end"),
    /** When it ends, if it was cancelled; null renews. */
    cancelAt: instant("cancel_at"),
    endedAt: instant("ended_at"),
    startedAt: instant("started_at").notNull(),
    /** The database's clock before Stripe was asked. */
    readAt: instant("read_at").notNull(),
  },
  (t) => [
    index("subscriptions_by_user").on(t.userId, t.startedAt),
    index("subscriptions_next_period").on(t.periodEnd).where(sql`${t.endedAt} is null`),
    check("subscriptions_seats_not_negative", sql`${t.seats} >= 0`),
    check("subscriptions_period_ordered", sql`${t.periodStart} <= ${t.periodEnd}`),
  ],
);

/** A paid invoice whose lines were turned into months; added once, never changed. */
export const planInvoices = pgTable(
  "plan_invoices",
  {
    id: text("id").primaryKey(),
    subscriptionId: text("subscription_id")
      .notNull()
      .references(() => subscriptions.id),
    /** Its months are counted from here. */
    anchor: instant("anchor").notNull(),
    /** What it paid for, until when; null when it only gives time back, and on rows of before. */
    planPrice: uuid("plan_price").references(() => planPrices.id),
    periodEnd: instant("period_end"),
    createdAt: instant("created_at").notNull(),
    recordedAt: instant("recorded_at").notNull().defaultNow(),
  },
  (t) => [index("plan_invoices_by_subscription").on(t.subscriptionId)],
);

/** One seat's credits for one month of a paid invoice: granted, or taken where negative, when it is due. */
export const planMonths = pgTable(
  "plan_months",
  {
    invoiceId: text("invoice_id").notNull(),
    seat: integer("seat").notNull(),
    monthStart: instant("month_start").notNull(),
    monthEnd: instant("month_end").notNull(),
    /** Who holds the seat. */
    accountId: uuid("account_id").notNull(),
    credits: integer("credits").notNull(),
    label: text("label").notNull(),
    /** Whether the holder's own money above 0 paid for it: then it first repays the holder's debt. */
    repays: boolean("repays").notNull().default(false),
    /** How many of the credits are to be taken back, because money of the invoice was returned. A whole month is not granted. */
    returned: integer("returned").notNull().default(0),
    /** The later of the month's start and the invoice's recording. */
    dueAt: instant("due_at").notNull(),
    doneAt: instant("done_at"),
    /** Why the ledger refused it, for an operator. */
    refusal: text("refusal"),
  },
  (t) => [
    primaryKey({ name: "plan_months_pkey", columns: [t.invoiceId, t.seat, t.monthStart] }),
    foreignKey({ name: "plan_months_invoice", columns: [t.invoiceId], foreignColumns: [planInvoices.id] }),
    index("plan_months_due").on(t.accountId, t.dueAt).where(sql`${t.doneAt} is null and ${t.returned} <> ${t.credits}`),
    index("plan_months_next_due").on(t.dueAt).where(sql`${t.doneAt} is null and ${t.returned} <> ${t.credits}`),
    check("plan_months_credits_not_zero", sql`${t.credits} <> 0`),
    check("plan_months_returned_within_credits", sql`${t.returned} between 0 and greatest(0, ${t.credits})`),
    check("plan_months_month_ordered", sql`${t.monthStart} < ${t.monthEnd}`),
    check("plan_months_seat_positive", sql`${t.seat} >= 1`),
  ],
);

/** Trials that granted credits: once for each person and each card. */
export const planTrials = pgTable("plan_trials", {
  accountId: uuid("account_id").primaryKey(),
  /** The card's fingerprint at Stripe. */
  card: text("card").notNull().unique("plan_trials_card_once"),
  invoiceId: text("invoice_id").notNull(),
});
