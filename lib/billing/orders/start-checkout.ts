import "server-only";
import { createTranslator } from "next-intl";
import type { Db } from "#db/client.ts";
import {
  advanceOrder,
  type OrderRow,
  readBuyerEmail,
  readOrderRow,
  setOrderCheckout,
} from "#db/queries/orders/orders.ts";
import { createCheckout } from "#lib/billing/stripe/checkout-sessions.ts";
import { messages } from "#lib/i18n/messages.ts";
import { orderUrl } from "./order-url.ts";
import type { Order } from "./orders.ts";
import { type CheckoutRequest, type OrderRefusal, placeOrder } from "./place-order.ts";

export type CheckoutOutcome = { status: "started"; order: Order; url: string; replayed: boolean } | OrderRefusal;

/**
 * Starts a purchase: first the order, then its payment page at Stripe. The same key returns the same order and page,
 * and an unpaid order for the same pack at the same price is resumed instead of creating a second one. `url` leads to
 * our order page when there is nothing left to pay.
 * @throws StripeUnavailable when Stripe does not answer, and when the database does not; a retry with the same key
 * continues.
 */
export async function startCheckout(db: Db, checkout: CheckoutRequest): Promise<CheckoutOutcome> {
  const placed = await placeOrder(db, checkout);
  if (placed.status !== "placed") return placed;
  const order = await withPage(db, placed.order);
  const isOpen = order.status === "open" && order.checkoutUrl !== null;
  const url = isOpen && order.checkoutUrl !== null ? order.checkoutUrl : orderUrl(order.id);
  return { status: "started", order, url, replayed: placed.replayed };
}

/** Buyers have an hour to pay; Stripe requires at least half an hour when the page is created. */
const payWithinMs = 3600 * 1000;
const makeWithinMs = 25 * 60 * 1000;

async function withPage(db: Db, order: OrderRow): Promise<OrderRow> {
  if (order.status !== "open" || order.checkoutSession !== null) return order;
  if (Date.now() - order.createdAt.getTime() > makeWithinMs) {
    // If a page was created and lost in a crash, its address was never sent to anyone.
    await advanceOrder(db, order.id, { to: "expired", from: ["open"] });
  } else {
    const { id, url, expiresAt } = await createCheckout({
      order: order.id,
      title: packTitle(order.credits),
      amountCents: order.amountCents,
      currency: order.currency,
      email: await readBuyerEmail(db, order.userId),
      expiresAt: new Date(order.createdAt.getTime() + payWithinMs),
      successUrl: orderUrl(order.id),
      cancelUrl: `${orderUrl(order.id)}?back=1`,
    });
    await setOrderCheckout(db, order.id, { checkoutSession: id, checkoutUrl: url, checkoutExpiresAt: expiresAt });
  }
  return (await readOrderRow(db, order.id)) ?? order;
}

/** What a pack is called on the payment page and on the receipt: "1,200 credits". */
function packTitle(credits: number): string {
  return createTranslator({ locale: "en", messages, namespace: "store" })("packTitle", { credits });
}
