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
import messages from "#messages/en.json" with { type: "json" };
import { orderUrl } from "./order-url.ts";
import type { Order } from "./orders.ts";
import { type CheckoutRequest, type OrderRefusal, placeOrder } from "./place-order.ts";

export type CheckoutOutcome = { status: "started"; order: Order; url: string; replayed: boolean } | OrderRefusal;

/**
 * Begins a purchase: first the order, then its payment page at Stripe. The same key answers the same order and page,
 * and an unpaid order for the same pack at the same price is taken up again instead of a second one.
 * `url` leads to our page of the order once there is nothing to pay.
 * @throws StripeUnavailable when Stripe does not answer, and when the database does not; the same key goes on from there.
 */
export async function startCheckout(db: Db, checkout: CheckoutRequest): Promise<CheckoutOutcome> {
  const placed = await placeOrder(db, checkout);
  if (placed.status !== "placed") return placed;
  const order = await withPage(db, placed.order);
  const isOpen = order.status === "open" && order.checkoutUrl !== null;
  const url = isOpen && order.checkoutUrl !== null ? order.checkoutUrl : orderUrl(order.id);
  return { status: "started", order, url, replayed: placed.replayed };
}

/** People have an hour to pay; Stripe wants half an hour at least when the page is made. */
const payWithinMs = 3600 * 1000;
const makeWithinMs = 25 * 60 * 1000;

async function withPage(db: Db, order: OrderRow): Promise<OrderRow> {
  if (order.status !== "open" || order.checkoutSession !== null) return order;
  if (Date.now() - order.createdAt.getTime() > makeWithinMs) {
    // If a page was made and lost in a crash, nobody was ever given its address.
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
