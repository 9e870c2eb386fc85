import "server-only";
import type { Db } from "#db/client.ts";
import { readOrderRow } from "#db/queries/orders/orders.ts";
import { type PaymentRow, readPaymentOfOrder } from "#db/queries/orders/payments.ts";
import { findCheckout } from "#lib/billing/stripe/checkout-sessions.ts";
import { refundPayment } from "#lib/billing/stripe/payments.ts";
import type { BatchWithState } from "#lib/ledger/read/batches.ts";
import { readGrantsOf } from "#lib/ledger/read/grants.ts";
import { bringPaymentUpToDate } from "./bring-payment-up-to-date.ts";

/** The payment of an order, read from Stripe now, beside what is left of its credits. */
export interface OrderPayment {
  account: string;
  payment: PaymentRow;
  batch: BatchWithState;
  /** What a refund would return: the price of the credits that are left, and at most what of the money is left. */
  proposedCents: number;
}

/** Reads the payment of an order; null when the order is unknown or was not paid. @throws StripeUnavailable */
export async function readOrderPayment(db: Db, orderId: string): Promise<OrderPayment | null> {
  const order = await readOrderRow(db, orderId);
  const checkout = order === null || order.checkoutSession === null ? null : await findCheckout(order.checkoutSession);
  if (checkout === null || checkout.payment === null) return null;
  const brought = await bringPaymentUpToDate(db, checkout.payment);
  const [grant] = await readGrantsOf(db, { source: "order", sourceId: orderId });
  const payment = await readPaymentOfOrder(db, orderId);
  if (brought.status !== "up-to-date" || grant === undefined || payment === null) return null;
  const { account, batch } = grant;
  const left = payment.paidCents - payment.returnedCents - payment.disputedCents;
  const share = Number((BigInt(payment.paidCents) * BigInt(batch.remaining)) / BigInt(batch.granted));
  return { account, payment, batch, proposedCents: Math.max(0, Math.min(share, left)) };
}

/**
 * Refunds money of an order and takes its credits back; the same key again returns nothing more. Returns the payment
 * afterwards; null when the order has none.
 * @throws StripeUnavailable, and the SDK's error when Stripe refuses: more than is left, say.
 */
export async function refundOrder(
  db: Db,
  orderId: string,
  { cents, key }: { cents: number; key: string },
): Promise<OrderPayment | null> {
  const before = await readOrderPayment(db, orderId);
  if (before === null) return null;
  await refundPayment(before.payment.id, { cents, key });
  return await readOrderPayment(db, orderId);
}
