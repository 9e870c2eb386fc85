import "server-only";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import {
  advanceOrder,
  type OrderRow,
  readOrderRowsSince,
  readOwnOrderRow,
  readWaitingOrderRows,
  touchOrder,
} from "#db/queries/orders/orders.ts";
import { isUnsettledObject, recordEvent } from "#db/queries/orders/stripe-events.ts";
import { setUnsettled } from "#lib/billing/payments/settle-payment.ts";
import { expireCheckout } from "#lib/billing/stripe/checkout-sessions.ts";
import { settings } from "#lib/config/settings.ts";
import { log } from "#lib/observability/log.ts";
import { applyCheckout, type Reconciled, reconcileOrder } from "./reconcile-order.ts";

/** A purchase as its buyer sees it. */
export type Order = OrderRow;

/** Whether nothing can happen to an order any more. */
export function isFinal(order: Order): boolean {
  return order.status !== "open" && order.status !== "processing";
}

/**
 * A person's order, looked up at Stripe while it waits for money, so that it arrives though no event does. Null for
 * another's or none. When Stripe does not answer, it is what we last knew.
 */
export async function readOrder(db: Db, userId: string, id: string): Promise<Order | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const order = await readOwnOrderRow(db, userId, id);
  if (order === null || isFinal(order) || wasJustSeen(order.id)) return order;
  try {
    return (await reconcileOrder(db, order)).order;
  } catch (error) {
    log.warn({ err: error, order: order.id }, "An order could not be brought up to date");
    return order;
  }
}

/** Gives up an unpaid order: its payment page is closed first, so that nothing can be paid for it afterwards. */
export async function cancelOrder(db: Db, userId: string, id: string): Promise<Order | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const order = await readOwnOrderRow(db, userId, id);
  if (order === null || order.status !== "open") return order;
  const checkout = order.checkoutSession === null ? null : await expireCheckout(order.checkoutSession);
  if (checkout !== null && checkout.state !== "expired") return (await applyCheckout(db, order, checkout)).order;
  await advanceOrder(db, order.id, { to: "cancelled", from: ["open", "expired"] });
  return await readOwnOrderRow(db, userId, id);
}

/** The orders of the last day that a person can still pay. */
export async function listOpenOrders(db: Db, userId: string): Promise<Order[]> {
  const now = await readClock(db);
  const orders = await readOrderRowsSince(db, userId, new Date(now.getTime() - 24 * 3600 * 1000));
  return orders.filter((order) => isPayable(order, now));
}

/** Whether there is time left to pay an order, two minutes at least. */
function isPayable(order: Order, now: Date): boolean {
  const end = order.checkoutExpiresAt;
  return order.status === "open" && end !== null && end.getTime() - now.getTime() > 120_000;
}

/**
 * Looks again at orders that have waited for a minute: an event that never came, a crash between grant and order.
 * Call it now and then. Answers how many it looked at; one that fails waits for the next time.
 */
export async function reconcileOrders(db: Db): Promise<number> {
  const before = new Date((await readClock(db)).getTime() - 60_000);
  const waiting = await readWaitingOrderRows(db, before, 20);
  for (const order of waiting) {
    try {
      if (order.checkoutSession === null) await expireUnborn(db, order, before);
      else await keepUnsettled(db, order, await reconcileOrder(db, order));
    } catch (error) {
      log.warn({ err: error, order: order.id }, "An order could not be reconciled");
    }
    await touchOrder(db, order.id);
  }
  return waiting.length;
}

/** A payment that is not what was ordered and whose event never came waits for an operator as if it had. */
async function keepUnsettled(db: Db, { checkoutSession }: Order, reconciled: Reconciled) {
  if (reconciled.status === "applied" || checkoutSession === null || (await isUnsettledObject(db, checkoutSession)))
    return;
  const event = {
    id: `page:${checkoutSession}`,
    type: "checkout.session",
    objectId: checkoutSession,
    apiVersion: null,
  };
  await recordEvent(db, { ...event, livemode: settings().stripe.live, createdAt: await readClock(db) });
  await setUnsettled(db, event.id, { reason: reconciled.reason, orderId: reconciled.order.id });
}

/** An order that never got its payment page, an hour on: nobody can pay it. */
async function expireUnborn(db: Db, order: Order, now: Date) {
  if (now.getTime() - order.createdAt.getTime() < 3600 * 1000) return;
  await advanceOrder(db, order.id, { to: "expired", from: ["open"] });
}

const seenAt = new Map<string, number>();

/** A page that asks every 2 s does not make us ask Stripe as often: once in 4 s an order. */
function wasJustSeen(id: string) {
  const now = Date.now();
  for (const [other, at] of seenAt) if (now - at > 4000) seenAt.delete(other);
  if (seenAt.has(id)) return true;
  seenAt.set(id, now);
  return false;
}
