import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import {
  advancePlanOrder,
  type PlanOrderRow,
  readPlanOrderRow,
  readWaitingPlanOrders,
} from "#db/queries/plans/plan-orders.ts";
import { type Checkout, readCheckout } from "#lib/billing/stripe/checkout-sessions.ts";
import { log } from "#lib/observability/log.ts";
import { bringPlanUpToDate } from "./bring-plan-up-to-date.ts";

/**
 * Brings the order of a plan to the state of its payment page, and its subscription up to date. The webhook, the return page
 * and the job call only this, any number of times. @throws when Stripe or the database does not answer.
 */
export async function reconcilePlanOrder(db: Db, order: PlanOrderRow): Promise<PlanOrderRow> {
  if (order.status === "paid" || order.checkoutSession === null) return order;
  return await applyPlanCheckout(db, order, await readCheckout(order.checkoutSession));
}

/** `reconcilePlanOrder` for a payment page that was already read. A page that is not the order's own says nothing about it. */
export async function applyPlanCheckout(db: Db, order: PlanOrderRow, checkout: Checkout): Promise<PlanOrderRow> {
  if (checkout.order !== order.id || (order.checkoutSession ?? checkout.id) !== checkout.id) return order;
  const { state, subscription } = checkout;
  if (subscription !== null) {
    // The credits first: a page that shows the order as paid shows them too.
    await bringPlanUpToDate(db, subscription);
    if (state === "paid") await advancePlanOrder(db, order.id, { status: "paid", subscriptionId: subscription });
  }
  if (state !== "paid") await advancePlanOrder(db, order.id, { status: state });
  return (await readPlanOrderRow(db, order.id)) ?? order;
}

const waitMs = 60_000;
const unbornMs = 3600 * 1000;
const most = 20;

/** Brings orders up to date that have waited for a minute: after an event that never came. Returns how many it checked. */
export async function reconcilePlanOrders(db: Db): Promise<number> {
  const now = (await readClock(db)).getTime();
  const waiting = await readWaitingPlanOrders(db, new Date(now - waitMs), most);
  for (const order of waiting) {
    try {
      const isUnborn = order.checkoutSession === null && now - order.createdAt.getTime() > unbornMs;
      const brought = await reconcilePlanOrder(db, order);
      // An order that stays as it is was checked now, and others come first the next time.
      await advancePlanOrder(db, order.id, { status: isUnborn ? "expired" : brought.status });
    } catch (error) {
      log.warn({ err: error, order: order.id }, "The order of a plan could not be reconciled");
    }
  }
  return waiting.length;
}
