import "server-only";
import type Stripe from "stripe";
import { z } from "zod";
import { answerOf, findOrNull, pagedThrough, stripeClient } from "./client.ts";

const Status = z.enum([
  "incomplete",
  "incomplete_expired",
  "trialing",
  "active",
  "past_due",
  "canceled",
  "unpaid",
  "paused",
]);

/** What a subscription charges. */
export interface PaymentMethod {
  /** Stripe's name of its kind, such as `card` or `sepa_debit`. */
  type: string;
  /** A card's brand, such as `visa`. */
  brand: string | null;
  last4: string | null;
  /** A card's last month. */
  expires: { month: number; year: number } | null;
}

/** A subscription as Stripe has it now, in our own shape. */
export interface StripeSubscription {
  id: string;
  /** The id of its one item, which is named to change it. */
  item: string | null;
  customer: string;
  livemode: boolean;
  status: z.infer<typeof Status>;
  /** The id of its price at Stripe. */
  price: string | null;
  quantity: number;
  periodStart: Date;
  periodEnd: Date;
  /** Its months are counted from here. */
  anchor: Date;
  trialEnd: Date | null;
  /** When it ends; null renews. */
  cancelAt: Date | null;
  /** Whether it was cancelled for the end of its period, rather than for an instant. */
  endsWithPeriod: boolean;
  endedAt: Date | null;
  startedAt: Date;
  /** The fingerprint of the card that it charges; null for other payment methods, and without one. */
  card: string | null;
  /** Whether it charges a bank account, which tells of the outcome days later. */
  isDebit: boolean;
  /** Null when it has none. */
  method: PaymentMethod | null;
  /** The schedule that it is attached to, with the price that comes next; null when nothing does. */
  schedule: { id: string; nextPrice: string | null } | null;
  /** A change that waits for its invoice to be paid, and until when. */
  pending: { price: string | null; until: Date } | null;
  /** Its newest invoice, while it is open, and where it can be paid. */
  openInvoice: { id: string; payUrl: string | null } | null;
}

/** A subscription, read now; null when Stripe does not know it. @throws StripeUnavailable */
export async function findSubscription(id: string): Promise<StripeSubscription | null> {
  const method = ["default_payment_method", "customer.invoice_settings.default_payment_method"];
  const expand = [...method, "schedule", "latest_invoice"];
  const found = await findOrNull(answerOf(stripeClient().subscriptions.retrieve(id, { expand })));
  return found === null ? null : subscriptionOf(found);
}

/** The subscriptions that began since an instant, ended ones included, newest first, page by page. @throws StripeUnavailable */
export async function* listSubscriptionsSince(since: Date): AsyncGenerator<StripeSubscription> {
  const asked = { created: { gte: Math.floor(since.getTime() / 1000) }, status: "all", limit: 100 } as const;
  for await (const one of pagedThrough(stripeClient().subscriptions.list(asked))) yield subscriptionOf(one);
}

function subscriptionOf(subscription: Stripe.Subscription): StripeSubscription {
  const [item] = subscription.items.data;
  const method = methodOf(subscription);
  const { id, livemode, status, customer, start_date, cancel_at_period_end } = subscription;
  const periodEnd = dateOf(item?.current_period_end ?? subscription.billing_cycle_anchor);
  return {
    id,
    item: item?.id ?? null,
    livemode,
    status: Status.parse(status),
    customer: typeof customer === "string" ? customer : customer.id,
    price: item?.price.id ?? null,
    quantity: item?.quantity ?? 1,
    periodStart: dateOf(item?.current_period_start ?? start_date),
    periodEnd,
    anchor: dateOf(subscription.billing_cycle_anchor),
    trialEnd: dateOrNull(subscription.trial_end),
    cancelAt: dateOrNull(subscription.cancel_at) ?? (cancel_at_period_end ? periodEnd : null),
    endsWithPeriod: cancel_at_period_end,
    endedAt: dateOrNull(subscription.ended_at),
    startedAt: dateOf(start_date),
    card: method?.card?.fingerprint ?? null,
    isDebit: method !== null && debits.has(method.type),
    method: method === null ? null : paymentMethodOf(method),
    schedule: scheduleOf(subscription),
    pending: pendingOf(subscription),
    openInvoice: openInvoiceOf(subscription),
  };
}

const debits = new Set(["acss_debit", "au_becs_debit", "bacs_debit", "sepa_debit", "us_bank_account"]);

/** What it charges: its own payment method, else the customer's. Null when it has none. */
function methodOf({ default_payment_method, customer }: Stripe.Subscription): Stripe.PaymentMethod | null {
  const own = whole(default_payment_method);
  if (own !== null || typeof customer === "string" || customer.deleted) return own;
  return whole(customer.invoice_settings.default_payment_method);
}

function paymentMethodOf({ type, card, sepa_debit, us_bank_account }: Stripe.PaymentMethod): PaymentMethod {
  const last4 = card?.last4 ?? sepa_debit?.last4 ?? us_bank_account?.last4 ?? null;
  const expires = card === undefined ? null : { month: card.exp_month, year: card.exp_year };
  return { type, brand: card?.brand ?? null, last4, expires };
}

function scheduleOf({ schedule }: Stripe.Subscription): StripeSubscription["schedule"] {
  const attached = whole(schedule);
  if (attached === null) return null;
  const ends = attached.current_phase?.end_date ?? 0;
  const price = attached.phases.find(({ start_date }) => start_date === ends)?.items[0]?.price ?? null;
  return { id: attached.id, nextPrice: price === null || typeof price === "string" ? price : price.id };
}

function pendingOf({ pending_update }: Stripe.Subscription): StripeSubscription["pending"] {
  if (pending_update === null) return null;
  return { price: pending_update.subscription_items?.[0]?.price.id ?? null, until: dateOf(pending_update.expires_at) };
}

function openInvoiceOf({ latest_invoice }: Stripe.Subscription): StripeSubscription["openInvoice"] {
  const invoice = whole(latest_invoice);
  if (invoice?.status !== "open" || invoice.id === undefined) return null;
  return { id: invoice.id, payUrl: invoice.hosted_invoice_url ?? null };
}

/** An object that was expanded. */
function whole<Found extends object>(linked: string | Found | null): Found | null {
  return typeof linked === "string" ? null : linked;
}

function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}

function dateOrNull(seconds: number | null): Date | null {
  return seconds === null ? null : dateOf(seconds);
}
