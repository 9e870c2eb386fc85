import "server-only";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { readOrderRow } from "#db/queries/orders/orders.ts";
import { type PaymentRow, readPayment, setCleared } from "#db/queries/orders/payments.ts";
import { type PlanMonthRow, readMonthsOfInvoice } from "#db/queries/plans/plan-months.ts";
import { findCheckout } from "#lib/billing/stripe/checkout-sessions.ts";
import { listPaymentsOfInvoice } from "#lib/billing/stripe/invoice-money.ts";
import { refundPayment } from "#lib/billing/stripe/payments.ts";
import { planSourceId } from "#lib/ledger/commit/batches-of-months.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { type GrantOfSource, readGrantsOf } from "#lib/ledger/read/grants.ts";
import { type BroughtPayment, bringInvoiceUpToDate } from "./bring-invoice-up-to-date.ts";
import { bringPaymentUpToDate } from "./bring-payment-up-to-date.ts";
import { isFrozen } from "./commit-targets.ts";

/** A payment, read from Stripe now, beside what is left of its credits. */
export interface ReadPayment {
  payment: PaymentRow;
  /** Its payments at Stripe: none where a balance or a coupon settled it. */
  intents: string[];
  grants: GrantOfSource[];
  /** The months of an invoice that are still to come. */
  toCome: PlanMonthRow[];
  isFrozen: boolean;
  /** What a refund would return: the price of the credits that are left, and at most what of the money is left. */
  proposedCents: number;
}

/**
 * Reads payments by the id of an order, of an invoice, or of a payment at Stripe, which can have settled several invoices. None
 * when we know nothing of it. @throws StripeUnavailable
 */
export async function readPayments(db: Db, id: string): Promise<ReadPayment[]> {
  const brought = await bringUpToDate(db, id);
  const payments = brought === null || brought.status === "not-ours" ? [] : brought.payments;
  return (await Promise.all(payments.map((one) => readOne(db, one)))).filter((one) => one !== null);
}

/**
 * Refunds money of a payment and takes its credits back; the same key again returns nothing more. The reason is kept at Stripe.
 * Returns the payment afterwards.
 * @throws StripeUnavailable, and the SDK's error when Stripe refuses: more than is left, say.
 */
export async function refund(
  db: Db,
  intent: string,
  asked: { cents: number; key: string; reason: string; actor: string },
): Promise<ReadPayment[]> {
  await refundPayment(intent, asked);
  return await readPayments(db, intent);
}

/** Lets a payment's credits be used in spite of its bank's warning. False when it is not frozen. @throws StripeUnavailable */
export async function clearPayment(
  db: Db,
  payment: PaymentRow,
  decided: { actor: string; reason: string },
): Promise<boolean> {
  const cleared = await inTransaction(db, (tx) => setCleared(tx, payment.id, decided));
  if (cleared === null) return false;
  await bringUpToDate(db, payment.id);
  return true;
}

/** Null when no order, invoice or payment is called that. */
async function bringUpToDate(db: Db, id: string): Promise<BroughtPayment | null> {
  if (id.startsWith("in_")) return await bringInvoiceUpToDate(db, id);
  if (!z.uuid().safeParse(id).success) return await bringPaymentUpToDate(db, id);
  const order = await readOrderRow(db, id);
  const checkout = order === null || order.checkoutSession === null ? null : await findCheckout(order.checkoutSession);
  return checkout === null || checkout.payment === null ? null : await bringPaymentUpToDate(db, checkout.payment);
}

async function readOne(db: Db, id: string): Promise<ReadPayment | null> {
  const payment = await readPayment(db, id);
  if (payment === null) return null;
  const { orderId, invoiceId, paidCents, returnedCents, disputedCents } = payment;
  const months =
    invoiceId === null ? [] : (await readMonthsOfInvoice(db, invoiceId)).filter(({ credits }) => credits > 0);
  const sources = months
    .filter(({ doneAt }) => doneAt !== null)
    .map((month) => ({ source: "plan", sourceId: planSourceId(month) }));
  if (orderId !== null) sources.push({ source: "order", sourceId: orderId });
  const grants = (await Promise.all(sources.map((source) => readGrantsOf(db, source)))).flat();
  const toCome = months.filter(({ doneAt, credits, returned }) => doneAt === null && credits > returned);
  const unused =
    sumOf(grants, ({ batch }) => batch.remaining) + sumOf(toCome, (month) => month.credits - month.returned);
  const all = orderId === null ? sumOf(months, ({ credits }) => credits) : sumOf(grants, ({ batch }) => batch.granted);
  const share = all === 0 ? 0 : Number((BigInt(paidCents) * BigInt(unused)) / BigInt(all));
  const left = paidCents - returnedCents - disputedCents;
  return {
    payment,
    intents: invoiceId === null ? [id] : await listPaymentsOfInvoice(invoiceId),
    grants,
    toCome,
    isFrozen: isFrozen(payment),
    proposedCents: Math.max(0, Math.min(share, left)),
  };
}

function sumOf<One>(all: readonly One[], of: (one: One) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}
