import "server-only";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import {
  advanceOrder,
  type OrderRow,
  readOrderRowsSince,
  readOwnOrderRow,
  readPaidOrderRows,
  readWaitingOrderRows,
  touchOrder,
} from "#db/queries/orders/orders.ts";
import { wasJustSeen } from "#lib/billing/just-seen.ts";
import { keepWithoutEvent } from "#lib/billing/payments/settle-payment.ts";
import { expireCheckout } from "#lib/billing/stripe/checkout-sessions.ts";
import { log } from "#lib/observability/log.ts";
import { applyCheckout, type Reconciled, reconcileOrder } from "./reconcile-order.ts";

/** A purchase as its buyer sees it. */
export type Order = OrderRow;

/** Whether an order has reached its final state. */
export function isFinal(order: Order): boolean {
  return order.status !== "open" && order.status !== "processing";
}

/**
 * A user's order. While it waits for payment it is looked up at Stripe, so that a payment arrives even without its
 * event. Null for another user's order, or none. When Stripe does not answer, the last known state is returned.
 */
export async function readOrder(db: Db, userId: string, id: string): Promise<Order | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const order = await readOwnOrderRow(db, userId, id);
  if (order === null || isFinal(order) || wasJustSeen(order.id)) return order;
  try {
    return (await reconcileOrder(db, order)).order;
  } catch (error) {
    log.warn({ err: error, order: order.id }, "An order could not be updated");
    return order;
  }
}

/** Cancels an unpaid order. Its payment page is closed first, so that it cannot be paid afterwards. */
export async function cancelOrder(db: Db, userId: string, id: string): Promise<Order | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const order = await readOwnOrderRow(db, userId, id);
  if (order === null || order.status !== "open") return order;
  const checkout = order.checkoutSession === null ? null : await expireCheckout(order.checkoutSession);
  if (checkout !== null && checkout.state !== "expired") return (await applyCheckout(db, order, checkout)).order;
  await advanceOrder(db, order.id, { to: "cancelled", from: ["open", "expired"] });
  return await readOwnOrderRow(db, userId, id);
}

/** A user's paid orders, newest first, at most `limit`. */
export async function listPaidOrders(db: Db, userId: string, limit: number): Promise<Order[]> {
  return await readPaidOrderRows(db, userId, limit);
}

/** The orders of the last day that a user can still pay. */
export async function listOpenOrders(db: Db, userId: string): Promise<Order[]> {
  const now = await readClock(db);
  const orders = await readOrderRowsSince(db, userId, new Date(now.getTime() - 24 * 3600 * 1000));
  return orders.filter((order) => isPayable(order, now));
}

/** Whether an order can still be paid for at least two minutes. */
function isPayable(order: Order, now: Date): boolean {
  const end = order.checkoutExpiresAt;
  return order.status === "open" && end !== null && end.getTime() - now.getTime() > 120_000;
}

/**
 * Reconciles orders that have waited for a minute: after an event that never came, or a crash between grant and order.
 * Call it regularly. Returns how many it checked; one that fails is retried the next time.
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

/** A payment that differs from its order waits for an operator, also when its event never came. */
async function keepUnsettled(db: Db, { checkoutSession }: Order, reconciled: Reconciled) {
  if (reconciled.status === "applied" || checkoutSession === null) return;
  const { reason, order } = reconciled;
  await keepWithoutEvent(db, { type: "checkout.session", objectId: checkoutSession, reason, orderId: order.id });
}

/** An order without a payment page after an hour can no longer be paid. */
async function expireUnborn(db: Db, order: Order, now: Date) {
  if (now.getTime() - order.createdAt.getTime() < 3600 * 1000) return;
  await advanceOrder(db, order.id, { to: "expired", from: ["open"] });
}
