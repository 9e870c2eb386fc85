import "server-only";
import { answerOf, findOrNull, pagedThrough, stripeClient } from "./client.ts";

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
  dispute: Standing;
  /** Whether its bank warns of fraud, and it was neither refunded in full nor disputed since. */
  warned: boolean;
}

/** The standing of a payment's disputes. */
export type Standing = "none" | "inquiry" | "open" | "lost";

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
  const warnings = await answerOf(stripe.radar.earlyFraudWarnings.list(asked).autoPagingToArray({ limit: most }));
  const counting = disputes.filter(({ status }) => standingOf(status) === "open" || standingOf(status) === "lost");
  return {
    id,
    order: intent.metadata.order_id ?? null,
    customer: idOf(intent.customer),
    currency: intent.currency,
    paidCents: intent.amount_received,
    returnedCents: sum(refunds.filter(({ status }) => status !== "failed" && status !== "canceled")),
    disputedCents: sum(counting),
    dispute: gravest(disputes.map(({ status }) => standingOf(status))),
    warned: warnings.some(({ actionable }) => actionable),
  };
}

/** The standing of several disputes together. */
export function gravest(standings: readonly (Standing | "over")[]): Standing {
  return (["open", "lost", "inquiry"] as const).find((standing) => standings.includes(standing)) ?? "none";
}

/** What is about the money of a payment: a refund, a dispute, or a bank's warning of fraud. */
export type ReturnKind = "refund" | "dispute" | "warning";

/** The payment that a refund, a dispute or a warning is of; null when Stripe does not know it. @throws StripeUnavailable */
export async function findPaymentOf({ type, id }: { type: ReturnKind; id: string }): Promise<string | null> {
  const { refunds, disputes, radar } = stripeClient();
  const ask: Record<ReturnKind, () => Promise<OfPayment>> = {
    refund: () => refunds.retrieve(id),
    dispute: () => disputes.retrieve(id),
    warning: () => radar.earlyFraudWarnings.retrieve(id),
  };
  const found = await findOrNull(answerOf(ask[type]()));
  return found === null ? null : idOf(found.payment_intent ?? null);
}

/** The payments of which a refund, dispute or warning was made since an instant, page by page. @throws StripeUnavailable */
export async function* listReturnedPayments(since: Date): AsyncGenerator<string> {
  const asked = { created: { gte: Math.floor(since.getTime() / 1000) }, limit: page };
  const { refunds, disputes, radar } = stripeClient();
  yield* paymentsIn(refunds.list(asked));
  yield* paymentsIn(disputes.list(asked));
  yield* paymentsIn(radar.earlyFraudWarnings.list(asked));
}

type OfPayment = { payment_intent?: string | { id: string } | null };

async function* paymentsIn(list: AsyncIterableIterator<OfPayment>): AsyncGenerator<string> {
  for await (const one of pagedThrough(list)) {
    const payment = idOf(one.payment_intent ?? null);
    if (payment !== null) yield payment;
  }
}

/**
 * Returns money of a payment, in its currency's minor unit; the same key again returns nothing more. Stripe keeps who wanted it
 * and why.
 * @throws StripeUnavailable, and the SDK's error when Stripe refuses: more than is left, say.
 */
export async function refundPayment(
  id: string,
  { cents, key, reason, actor }: { cents: number; key: string; reason: string; actor: string },
): Promise<void> {
  const metadata = { reason, actor };
  const asked = { payment_intent: id, amount: cents, reason: "requested_by_customer", metadata } as const;
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
