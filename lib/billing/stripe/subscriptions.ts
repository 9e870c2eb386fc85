import "server-only";
import type Stripe from "stripe";
import { z } from "zod";
import { answerOf, findOrNull, stripeClient } from "./client.ts";

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

/** A subscription as Stripe has it now, in our own shape. */
export interface StripeSubscription {
  id: string;
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
  endedAt: Date | null;
  startedAt: Date;
  /** The fingerprint of the card that it charges; null for other payment methods, and without one. */
  card: string | null;
}

/** A subscription, read now; null when Stripe does not know it. @throws StripeUnavailable */
export async function findSubscription(id: string): Promise<StripeSubscription | null> {
  const expand = ["default_payment_method", "customer.invoice_settings.default_payment_method"];
  const found = await findOrNull(answerOf(stripeClient().subscriptions.retrieve(id, { expand })));
  return found === null ? null : subscriptionOf(found);
}

function subscriptionOf(subscription: Stripe.Subscription): StripeSubscription {
  const [item] = subscription.items.data;
  const { id, livemode, status, customer, start_date, cancel_at_period_end } = subscription;
  const periodEnd = dateOf(item?.current_period_end ?? subscription.billing_cycle_anchor);
  return {
    id,
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
    endedAt: dateOrNull(subscription.ended_at),
    startedAt: dateOf(start_date),
    card: cardOf(subscription.default_payment_method) ?? cardOfCustomer(customer),
  };
}

function cardOfCustomer(customer: Stripe.Subscription["customer"]): string | null {
  if (typeof customer === "string" || customer.deleted) return null;
  return cardOf(customer.invoice_settings.default_payment_method);
}

function cardOf(method: string | Stripe.PaymentMethod | null): string | null {
  return method === null || typeof method === "string" ? null : (method.card?.fingerprint ?? null);
}

function dateOf(seconds: number): Date {
  return new Date(seconds * 1000);
}

function dateOrNull(seconds: number | null): Date | null {
  return seconds === null ? null : dateOf(seconds);
}
