import "server-only";
import Stripe from "stripe";
import { answerOf, stripeClient } from "./client.ts";
import type { StripeSubscription } from "./subscriptions.ts";

/** A subscription, read now, and the id of the price at Stripe that it is to have. The quantity stays. */
export interface PriceChange {
  subscription: StripeSubscription;
  price: string;
}

/** The items of a change: without a quantity, a new price would count one. */
export function changedItems({ subscription: { item, quantity }, price }: PriceChange) {
  return [{ ...(item === null ? {} : { id: item }), price, quantity }];
}

/** How a change that starts today is billed: the whole new period, and nothing for the old one. */
export function startsToday({ status }: StripeSubscription) {
  const trial = status === "trialing" ? ({ trial_end: "now" } as const) : {};
  return { billing_cycle_anchor: { type: "now" }, proration_behavior: "none", ...trial } as const;
}

/**
 * Starts another price today, with a new period at full price. A declined card leaves the subscription as it is; where it
 * `canWait`, the invoice can be paid for 23 hours, which then starts the price. The same key returns the same outcome.
 * @throws StripeUnavailable
 */
export async function startPriceToday(
  { canWait, ...change }: PriceChange & { canWait: boolean },
  key: string,
): Promise<"started" | "declined"> {
  const { subscription } = change;
  const payment_behavior = canWait && !subscription.isDebit ? "pending_if_incomplete" : "error_if_incomplete";
  const asked = { items: changedItems(change), ...startsToday(subscription), payment_behavior } as const;
  try {
    const request = stripeClient().subscriptions.update(subscription.id, asked, { idempotencyKey: key });
    return (await answerOf(request)).pending_update === null ? "started" : "declined";
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) return "declined";
    throw error;
  }
}

/** Changes the price without a charge: the next renewal is the first that differs. @throws StripeUnavailable */
export async function changePriceAtRenewal(change: PriceChange, key: string): Promise<void> {
  const asked = { items: changedItems(change), proration_behavior: "none" } as const;
  await answerOf(stripeClient().subscriptions.update(change.subscription.id, asked, { idempotencyKey: key }));
}

/**
 * Schedules another price, and its interval, for the period's end. After its first period the schedule releases the
 * subscription. @throws StripeUnavailable
 */
export async function schedulePrice(
  { subscription, price, interval }: PriceChange & { interval: "month" | "year" },
  key: string,
): Promise<void> {
  const { subscriptionSchedules } = stripeClient();
  const made = await answerOf(
    subscriptionSchedules.create({ from_subscription: subscription.id }, { idempotencyKey: `${key}:schedule` }),
  );
  const [running] = made.phases;
  if (running === undefined) throw new Error(`The schedule ${made.id} has no phase`);
  const { start_date, end_date } = running;
  const { quantity } = subscription;
  const items = running.items.map((item) => ({ price: idOf(item.price), quantity: item.quantity ?? quantity }));
  const phases = [
    { items, start_date, end_date },
    { items: [{ price, quantity }], duration: { interval, interval_count: 1 }, proration_behavior: "none" as const },
  ];
  const asked = { end_behavior: "release" as const, phases };
  await answerOf(subscriptionSchedules.update(made.id, asked, { idempotencyKey: `${key}:phases` }));
}

/** Gives up what is scheduled; the subscription goes on as it is. @throws StripeUnavailable */
export async function releaseSchedule(id: string, key: string): Promise<void> {
  await answerOf(stripeClient().subscriptionSchedules.release(id, {}, { idempotencyKey: `${key}:release` }));
}

/** Gives up a change that waits for its payment. @throws StripeUnavailable */
export async function dropPendingChange(invoice: string, key: string): Promise<void> {
  await answerOf(stripeClient().invoices.voidInvoice(invoice, {}, { idempotencyKey: `${key}:void` }));
}

/** Lets a subscription that was cancelled for its period's end renew again. @throws StripeUnavailable */
export async function resumeSubscription({ id, endsWithPeriod }: StripeSubscription): Promise<void> {
  const asked = endsWithPeriod ? { cancel_at_period_end: false } : { cancel_at: "" as const };
  await answerOf(stripeClient().subscriptions.update(id, asked));
}

/** Ends a subscription now, without returning money or billing anything; Stripe keeps why. @throws StripeUnavailable */
export async function endSubscription(id: string, reason: string): Promise<void> {
  const asked = { invoice_now: false, prorate: false, cancellation_details: { comment: reason } };
  await answerOf(stripeClient().subscriptions.cancel(id, asked));
}

function idOf(price: string | { id: string }): string {
  return typeof price === "string" ? price : price.id;
}
