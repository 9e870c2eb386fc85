import "server-only";
import type { Db } from "#db/client.ts";
import { advanceOrder, type OrderRow, readOrderRow } from "#db/queries/orders/orders.ts";
import { readEvent, type StripeEventRow, setEventUnsettled, settleEvents } from "#db/queries/orders/stripe-events.ts";
import { payOrder } from "#lib/billing/orders/pay-order.ts";
import { log } from "#lib/observability/log.ts";

/** What an operator decides about an event that waits. */
export interface Decision {
  outcome: "granted" | "dismissed";
  actor: string;
  reason: string;
}

/** What came of it; `already`: an operator was first. `order-paid`: its credits were granted for another payment. */
export type Settled =
  | { status: "settled"; events: string[] }
  | { status: "already" }
  | { status: "no-such-event" }
  | { status: "not-unsettled" }
  | { status: "no-order" }
  | { status: "order-paid" };

/** Keeps an event for an operator, and says so in the log the first time alone. */
export async function setUnsettled(db: Db, id: string, why: { reason: string; orderId: string | null }): Promise<void> {
  if (!(await setEventUnsettled(db, id, why))) return;
  const order = why.orderId;
  log.warn(
    { event: id, order, reason: why.reason },
    "A payment waits for an operator: npm run payments -- list --unsettled",
  );
}

/**
 * Settles an event that waits, and the others about the same payment page. Granting grants what the order says, under
 * the order's own key: done again, or when Stripe's event arrives after all, it stays one grant. Dismissing grants
 * nothing; an order that waits for this very page ends with it.
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
    // Granted first: after a crash in between, the event still waits, and the same command ends it.
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
