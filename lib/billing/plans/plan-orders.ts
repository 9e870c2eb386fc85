import "server-only";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { type PlanPriceRow, readPlanPricesById } from "#db/queries/catalogue/plans.ts";
import { readClock } from "#db/queries/clock.ts";
import { readMonthsOfSubscription } from "#db/queries/plans/plan-months.ts";
import {
  advancePlanOrder,
  type PlanOrderRow,
  readOpenPlanOrder,
  readPlanOrderRow,
} from "#db/queries/plans/plan-orders.ts";
import { readSubscriptionRows } from "#db/queries/plans/subscriptions.ts";
import { wasJustSeen } from "#lib/billing/just-seen.ts";
import { expireCheckout } from "#lib/billing/stripe/checkout-sessions.ts";
import { endOfPlanBatch } from "#lib/credits/plans/end-of-plan-batch.ts";
import { log } from "#lib/observability/log.ts";
import { applyPlanCheckout, reconcilePlanOrder } from "./reconcile-plan-order.ts";

/** The order of a plan as its buyer sees it, with the price that it is for. */
export interface PlanOrder extends PlanOrderRow {
  price: PlanPriceRow & { name: string };
}

/**
 * A user's order of a plan. While it waits for payment it is looked up at Stripe, so that the plan begins even without its
 * event. Null for another user's order, or none. When Stripe does not answer, the last known state is returned.
 */
export async function readPlanOrder(db: Db, userId: string, id: string): Promise<PlanOrder | null> {
  const order = await readOwn(db, userId, id);
  if (order === null) return null;
  const isFinal = order.status !== "open" && order.status !== "processing";
  return await withPrice(db, isFinal || wasJustSeen(id) ? order : await lookUp(db, order));
}

/** The order of a plan that a user can still pay for at least two minutes; null when there is none. */
export async function readUnpaidPlanOrder(db: Db, userId: string): Promise<PlanOrder | null> {
  const [order, now] = await Promise.all([readOpenPlanOrder(db, userId), readClock(db)]);
  if (order === null || order.status !== "open" || order.checkoutExpiresAt === null) return null;
  return order.checkoutExpiresAt.getTime() - now.getTime() > 120_000 ? await withPrice(db, order) : null;
}

/**
 * Cancels a user's unpaid order of a plan. Its payment page is closed first, so that it cannot be paid afterwards; if it
 * was paid meanwhile, it stays paid. Null for another user's order, or none. @throws StripeUnavailable
 */
export async function cancelPlanOrder(db: Db, userId: string, id: string): Promise<PlanOrderRow | null> {
  const order = await readOwn(db, userId, id);
  if (order === null || order.status !== "open") return order;
  const checkout = order.checkoutSession === null ? null : await expireCheckout(order.checkoutSession);
  if (checkout !== null && checkout.state !== "expired") return await applyPlanCheckout(db, order, checkout);
  await advancePlanOrder(db, id, { status: "cancelled" });
  return await readPlanOrderRow(db, id);
}

/** What a paid order has brought: the first credits, null when there were none, and when its trial ends. */
export interface BegunPlan {
  granted: { credits: number; until: Date } | null;
  trialEnd: Date | null;
}

/** What the paid order of a user has brought so far. */
export async function readBegunPlan(db: Db, { userId, subscriptionId }: PlanOrderRow): Promise<BegunPlan> {
  if (subscriptionId === null) return { granted: null, trialEnd: null };
  const [subscriptions, [first]] = await Promise.all([
    readSubscriptionRows(db, userId),
    readMonthsOfSubscription(db, subscriptionId),
  ]);
  const trialEnd = subscriptions.find(({ id }) => id === subscriptionId)?.trialEnd ?? null;
  const isGranted = first !== undefined && first.refusal === null;
  const { credits = 0, monthEnd, doneAt } = isGranted ? first : {};
  const until = monthEnd && doneAt ? endOfPlanBatch(monthEnd, doneAt) : null;
  return { granted: until === null ? null : { credits, until }, trialEnd };
}

async function readOwn(db: Db, userId: string, id: string): Promise<PlanOrderRow | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const order = await readPlanOrderRow(db, id);
  return order?.userId === userId ? order : null;
}

async function lookUp(db: Db, order: PlanOrderRow): Promise<PlanOrderRow> {
  try {
    return await reconcilePlanOrder(db, order);
  } catch (error) {
    log.warn({ err: error, order: order.id }, "The order of a plan could not be updated");
    return order;
  }
}

async function withPrice(db: Db, order: PlanOrderRow): Promise<PlanOrder> {
  const [price] = await readPlanPricesById(db, [order.planPrice]);
  if (price === undefined) throw new Error(`The price ${order.planPrice} of order ${order.id} is missing`);
  return { ...order, price };
}
