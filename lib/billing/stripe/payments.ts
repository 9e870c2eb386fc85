import "server-only";
import type Stripe from "stripe";
import { answerOf, findOrNull, stripeClient } from "./client.ts";

/** What happened to the money of a payment, as Stripe has it now. Amounts are in minor units of the payment's currency. */
export interface StripePayment {
  id: string;
  /** The id of our order; null for the payment of something else. */
  order: string | null;
  customer: string | null;
  currency: string;
  paidCents: number;
  /** Refunds that are not failed or cancelled. */
  returnedCents: number;
  /** Disputes that are open or lost. An inquiry, and one that was won or prevented, counts nothing. */
  disputedCents: number;
  dispute: "none" | "inquiry" | "open" | "lost";
}

const page = 100;
const most = 1_000;

/** A payment with all of its refunds and disputes, read now; null when Stripe does not know it. @throws StripeUnavailable */
export async function findPayment(id: string): Promise<StripePayment | null> {
  const stripe = stripeClient();
  const intent = await findOrNull(answerOf(stripe.paymentIntents.retrieve(id)));
  if (intent === null) return null;
  const asked = { payment_intent: id, limit: page };
  const refunds = await answerOf(stripe.refunds.list(asked).autoPagingToArray({ limit: most }));
  const disputes = await answerOf(stripe.disputes.list(asked).autoPagingToArray({ limit: most }));
  const counting = disputes.filter(({ status }) => standingOf(status) === "open" || standingOf(status) === "lost");
  const standings = new Set(disputes.map(({ status }) => standingOf(status)));
  return {
    id,
    order: intent.metadata.order_id ?? null,
    customer: idOf(intent.customer),
    currency: intent.currency,
    paidCents: intent.amount_received,
    returnedCents: sum(refunds.filter(({ status }) => status !== "failed" && status !== "canceled")),
    disputedCents: sum(counting),
    dispute: (["open", "lost", "inquiry"] as const).find((standing) => standings.has(standing)) ?? "none",
  };
}

/** The payment that a refund or a dispute is of; null when Stripe does not know it. @throws StripeUnavailable */
export async function findPaymentOf(object: { type: "refund" | "dispute"; id: string }): Promise<string | null> {
  const stripe = stripeClient();
  const asked = object.type === "refund" ? stripe.refunds.retrieve(object.id) : stripe.disputes.retrieve(object.id);
  const found = await findOrNull<Stripe.Refund | Stripe.Dispute>(answerOf<Stripe.Refund | Stripe.Dispute>(asked));
  return found === null ? null : idOf(found.payment_intent);
}

/** The payments of which a refund or dispute was made since an instant, read page by page. @throws StripeUnavailable */
export async function* listReturnedPayments(since: Date): AsyncGenerator<string> {
  const asked = { created: { gte: Math.floor(since.getTime() / 1000) }, limit: page };
  yield* paymentsIn(stripeClient().refunds.list(asked));
  yield* paymentsIn(stripeClient().disputes.list(asked));
}

async function* paymentsIn<One extends { payment_intent: string | { id: string } | null }>(
  list: AsyncIterableIterator<One>,
): AsyncGenerator<string> {
  for (let next = await answerOf(list.next()); !next.done; next = await answerOf(list.next())) {
    const payment = idOf(next.value.payment_intent);
    if (payment !== null) yield payment;
  }
}

/**
 * Returns money of a payment, in its currency's minor unit; the same key again returns nothing more.
 * @throws StripeUnavailable, and the SDK's error when Stripe refuses: more than is left, say.
 */
export async function refundPayment(id: string, { cents, key }: { cents: number; key: string }): Promise<void> {
  const asked = { payment_intent: id, amount: cents, reason: "requested_by_customer" } as const;
  await answerOf(stripeClient().refunds.create(asked, { idempotencyKey: `refund:${key}` }));
}

/** Whether a dispute takes the money: it does from its opening until it is decided for us. */
function standingOf(status: string): "inquiry" | "open" | "lost" | "over" {
  if (status.startsWith("warning_")) return status === "warning_closed" ? "over" : "inquiry";
  if (status === "won" || status === "prevented") return "over";
  return status === "lost" ? "lost" : "open";
}

function sum(all: readonly { amount: number }[]): number {
  return all.reduce((total, { amount }) => total + amount, 0);
}

function idOf(linked: string | { id: string } | null): string | null {
  return typeof linked === "string" ? linked : (linked?.id ?? null);
}
