import "server-only";
import type { Db } from "#db/client.ts";
import {
  advanceOrder,
  type OrderRow,
  readBuyerEmail,
  readOrderRow,
  setOrderCheckout,
  touchOrder,
} from "#db/queries/orders/orders.ts";
import { type Checkout, readCheckout } from "#lib/billing/stripe/checkout-sessions.ts";
import { purchaseEmail } from "#lib/mail/purchase-email.ts";
import { canSendEmail, sendEmail } from "#lib/mail/send-email.ts";
import { log } from "#lib/observability/log.ts";
import { payOrder } from "./pay-order.ts";

/** An order in the state of its payment page, or why the payment differs from the order, which an operator decides. */
export type Reconciled =
  | { status: "applied"; order: OrderRow }
  | { status: "unsettled"; order: OrderRow; reason: string };

/**
 * Brings an order to the state of its payment page at Stripe. The webhook, the return page and the
 * reconciliation all call only this, any number of times and in any sequence: the grant carries the
 * order's key and its id as source, so that there is one grant, and a paid order stays paid.
 * @throws when Stripe or the database does not answer.
 */
export async function reconcileOrder(db: Db, order: OrderRow): Promise<Reconciled> {
  if (order.status === "paid" || order.checkoutSession === null) return { status: "applied", order };
  return await applyCheckout(db, order, await readCheckout(order.checkoutSession));
}

/** `reconcileOrder` for a payment page that was already read. */
export async function applyCheckout(db: Db, order: OrderRow, checkout: Checkout): Promise<Reconciled> {
  const reason = differenceOf(order, checkout);
  if (checkout.state === "paid" && reason !== null) return { status: "unsettled", order, reason };
  // An unpaid page that is not the order's own says nothing about the order.
  if (!isOwnPage(order, checkout)) return { status: "applied", order };
  if (order.checkoutSession === null) {
    const { id, url, expiresAt } = checkout;
    await setOrderCheckout(db, order.id, { checkoutSession: id, checkoutUrl: url, checkoutExpiresAt: expiresAt });
  }
  await followPage(db, order, checkout.state);
  return { status: "applied", order: (await readOrderRow(db, order.id)) ?? order };
}

async function followPage(db: Db, order: OrderRow, state: Checkout["state"]): Promise<void> {
  switch (state) {
    case "paid":
      if (await payOrder(db, order, "stripe")) void emailBuyer(db, order, "added");
      break;
    case "processing":
      await advanceOrder(db, order.id, { to: "processing", from: ["open"] });
      break;
    case "failed":
      if (await advanceOrder(db, order.id, { to: "failed", from: ["open", "processing"] }))
        void emailBuyer(db, order, "failed");
      break;
    case "expired":
      await advanceOrder(db, order.id, { to: "expired", from: ["open"] });
      break;
    case "open":
      await touchOrder(db, order.id);
      break;
  }
}

/** An email that cannot be sent is logged and changes nothing: the order's page and the history say the same. */
async function emailBuyer(db: Db, order: OrderRow, outcome: "added" | "failed"): Promise<void> {
  try {
    const to = await readBuyerEmail(db, order.userId);
    if (to !== null && canSendEmail()) await sendEmail(purchaseEmail(order, { to, outcome }));
  } catch (error) {
    log.warn({ err: error, order: order.id }, "The email about an order was not sent");
  }
}

function isOwnPage(order: OrderRow, checkout: Checkout): boolean {
  return checkout.order === order.id && (order.checkoutSession ?? checkout.id) === checkout.id;
}

/** How the amount paid differs from the order, which is a bug of ours or an attack; null when it does not. */
function differenceOf(order: OrderRow, checkout: Checkout): string | null {
  if (!isOwnPage(order, checkout)) return `the page ${checkout.id} is not the one of order ${order.id}`;
  const [paid, ordered] = [checkout, order].map(({ amountCents, currency }) => `${amountCents} ${currency}`);
  return paid === ordered ? null : `${paid} were paid for order ${order.id} of ${ordered}`;
}
