import "server-only";
import Stripe from "stripe";
import { answerOf, findOrNull, pagedThrough, stripeClient } from "./client.ts";

/** A payment page (a Checkout Session) and the state of its money, in our own shape. */
export interface Checkout {
  id: string;
  /** Where the buyer pays; null once the page is closed. */
  url: string | null;
  expiresAt: Date;
  /** The id of our order. */
  order: string | null;
  amountCents: number | null;
  currency: string | null;
  /**
   * open: not paid yet, or declined · processing: a bank is confirming · paid · failed: the bank refused · expired:
   * never paid.
   */
  state: "open" | "processing" | "paid" | "failed" | "expired";
  /** The payment, once there was an attempt to pay; null on a page of a subscription. */
  payment: string | null;
  /** The subscription that it began; null before, and on a page that sells none. */
  subscription: string | null;
}

/** What a payment page is opened for. One order always sends the same values, so that its key can be sent again. */
export interface NewCheckout {
  order: string;
  title: string;
  amountCents: number;
  currency: string;
  email: string | null;
  expiresAt: Date;
  successUrl: string;
  cancelUrl: string;
}

/**
 * Opens the payment page of an order. Called again, it returns the same page.
 * @throws StripeUnavailable, and the SDK's error when Stripe refuses, which is a bug of ours.
 */
export async function createCheckout(request: NewCheckout): Promise<Checkout> {
  const { order, title, amountCents, currency, email } = request;
  const session = await answerOf(
    stripeClient().checkout.sessions.create(
      {
        mode: "payment",
        client_reference_id: order,
        line_items: [
          { quantity: 1, price_data: { currency, unit_amount: amountCents, product_data: { name: title } } },
        ],
        metadata: { order_id: order },
        payment_intent_data: { metadata: { order_id: order } },
        // Filled in only for convenience, so left out where Stripe may reject it.
        ...(email !== null && /^[\x20-\x7e]+$/.test(email) ? { customer_email: email } : {}),
        expires_at: Math.floor(request.expiresAt.getTime() / 1000),
        success_url: request.successUrl,
        cancel_url: request.cancelUrl,
      },
      { idempotencyKey: `order:${order}:checkout` },
    ),
  );
  return checkoutOf(session);
}

/** What a payment page of a subscription is opened for. */
export interface NewSubscriptionCheckout {
  order: string;
  customer: string;
  /** The id of the price at Stripe. */
  price: string;
  /** 0 charges at once. */
  trialDays: number;
  expiresAt: Date;
  successUrl: string;
  cancelUrl: string;
}

/**
 * Opens the payment page of a plan's order. Called again, it returns the same page. A trial takes a card too.
 * @throws StripeUnavailable, and the SDK's error when Stripe refuses, which is a bug of ours.
 */
export async function createSubscriptionCheckout(request: NewSubscriptionCheckout): Promise<Checkout> {
  const { order, customer, price, trialDays } = request;
  const metadata = { order_id: order };
  const session = await answerOf(
    stripeClient().checkout.sessions.create(
      {
        mode: "subscription",
        client_reference_id: order,
        customer,
        line_items: [{ price, quantity: 1 }],
        metadata,
        subscription_data: { metadata, ...(trialDays > 0 ? { trial_period_days: trialDays } : {}) },
        payment_method_collection: "always",
        expires_at: Math.floor(request.expiresAt.getTime() / 1000),
        success_url: request.successUrl,
        cancel_url: request.cancelUrl,
      },
      { idempotencyKey: `plan-order:${order}:checkout` },
    ),
  );
  return checkoutOf(session);
}

/** The current state of a payment page of ours. @throws when Stripe does not know it. */
export async function readCheckout(id: string): Promise<Checkout> {
  const checkout = await findCheckout(id);
  if (checkout === null) throw new Error(`Stripe has no payment page ${id}`);
  return checkout;
}

/** The current state of a payment page whose id is not ours; null when Stripe does not know it. */
export async function findCheckout(id: string): Promise<Checkout | null> {
  const expand = ["payment_intent"];
  const found = await findOrNull(answerOf(stripeClient().checkout.sessions.retrieve(id, { expand })));
  return found === null ? null : checkoutOf(found);
}

/** The payment pages that were opened from one instant until before another, newest first, page by page. @throws StripeUnavailable */
export async function* listCheckouts({ from, until }: { from: Date; until: Date }): AsyncGenerator<Checkout> {
  const created = { gte: Math.floor(from.getTime() / 1000), lt: Math.ceil(until.getTime() / 1000) };
  const list = stripeClient().checkout.sessions.list({ created, limit: 100, expand: ["data.payment_intent"] });
  for await (const session of pagedThrough(list)) yield checkoutOf(session);
}

/** Closes a page that was not paid; a page that is closed already stays as it is. Returns its state afterwards. */
export async function expireCheckout(id: string): Promise<Checkout> {
  try {
    await answerOf(stripeClient().checkout.sessions.expire(id));
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
  }
  return await readCheckout(id);
}

function checkoutOf(session: Stripe.Checkout.Session): Checkout {
  return {
    id: session.id,
    url: session.url,
    expiresAt: new Date(session.expires_at * 1000),
    order: session.client_reference_id,
    amountCents: session.amount_total,
    currency: session.currency,
    state: stateOf(session),
    payment: typeof session.payment_intent === "string" ? session.payment_intent : (session.payment_intent?.id ?? null),
    subscription: typeof session.subscription === "string" ? session.subscription : (session.subscription?.id ?? null),
  };
}

/** `complete` only says that the page is done. `payment_status` and the payment intent tell about the money. */
function stateOf({ mode, status, payment_status, payment_intent }: Stripe.Checkout.Session): Checkout["state"] {
  if (payment_status === "paid") return "paid";
  // A trial begins without a payment.
  if (mode === "subscription" && status === "complete" && payment_status === "no_payment_required") return "paid";
  if (status === "expired") return "expired";
  if (status !== "complete") return "open";
  const intent = typeof payment_intent === "object" ? payment_intent?.status : undefined;
  return intent === "requires_payment_method" || intent === "canceled" ? "failed" : "processing";
}
