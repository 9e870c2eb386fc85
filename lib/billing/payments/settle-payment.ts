import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { advanceOrder, type OrderRow, readOrderRow } from "#db/queries/orders/orders.ts";
import {
  isUnsettledObject,
  readEvent,
  recordEvent,
  type StripeEventRow,
  setEventUnsettled,
  settleEvents,
} from "#db/queries/orders/stripe-events.ts";
import { payOrder } from "#lib/billing/orders/pay-order.ts";
import { settings } from "#lib/config/settings.ts";
import { log } from "#lib/observability/log.ts";

/** An operator's decision about a waiting event. */
export interface Decision {
  outcome: "granted" | "dismissed";
  actor: string;
  reason: string;
}

/** The outcome. `already`: another operator was first. `order-paid`: the credits were granted for another payment. */
export type Settled =
  | { status: "settled"; events: string[] }
  | { status: "already" }
  | { status: "no-such-event" }
  | { status: "not-unsettled" }
  | { status: "no-order" }
  | { status: "order-paid" };

/** Stores an event for an operator, and logs it only the first time. */
export async function setUnsettled(db: Db, id: string, why: { reason: string; orderId: string | null }): Promise<void> {
  if (!(await setEventUnsettled(db, id, why))) return;
  const order = why.orderId;
  log.warn(
    { event: id, order, reason: why.reason },
    "A payment waits for an operator: npm run payments -- list --unsettled",
  );
}

/** Keeps an object of Stripe for an operator when no event about it came; once, however often it is found. */
export async function keepWithoutEvent(
  db: Db,
  { type, objectId, ...why }: { type: string; objectId: string; reason: string; orderId: string | null },
): Promise<void> {
  if (await isUnsettledObject(db, objectId)) return;
  const event = { id: `page:${objectId}`, type, objectId, apiVersion: null };
  await recordEvent(db, { ...event, livemode: settings().stripe.live, createdAt: await readClock(db) });
  await setUnsettled(db, event.id, why);
}

/**
 * Settles a waiting event, and the others about the same payment page. Granting grants the order's credits under
 * the order's key: repeated, or with a late event from Stripe, it stays one grant. Dismissing grants
 * nothing, and ends an order that waits for this page.
 */
export async function settlePayment(db: Db, id: string, { outcome, actor, reason }: Decision): Promise<Settled> {
  const event = await readEvent(db, id);
  if (event === null) return { status: "no-such-event" };
  if (event.settledAt !== null) return { status: "already" };
  if (event.unsettledReason === null || event.doneAt !== null) return { status: "not-unsettled" };
  const order = event.orderId === null ? null : await readOrderRow(db, event.orderId);
  if (outcome === "granted") {
    if (order === null) return { status: "no-order" };
    if (order.status === "paid" && !isOwnPage(order, event)) return { status: "order-paid" };
    // Granted first: after a crash in between, the event still waits, and repeating the command settles it.
    await payOrder(db, order, actor);
  }
  const events = await settleEvents(db, event, { settlement: outcome, settledBy: actor, settledReason: reason });
  if (events.length === 0) return { status: "already" };
  if (outcome === "dismissed" && order !== null && isOwnPage(order, event)) {
    await advanceOrder(db, order.id, { to: "cancelled", from: ["open", "processing"] });
  }
  return { status: "settled", events };
}

function isOwnPage(order: OrderRow, event: StripeEventRow): boolean {
  return order.checkoutSession !== null && order.checkoutSession === event.objectId;
}
