import "server-only";
import type { Db } from "#db/client.ts";
import { readPlanPricesById, readStripePrice } from "#db/queries/catalogue/plans.ts";
import { readBuyerEmail } from "#db/queries/orders/orders.ts";
import {
  advancePlanOrder,
  type PlanOrderRow,
  readPlanOrderRow,
  setPlanOrderCheckout,
} from "#db/queries/plans/plan-orders.ts";
import { readCustomer, saveCustomer } from "#db/queries/plans/subscriptions.ts";
import { createSubscriptionCheckout, expireCheckout } from "#lib/billing/stripe/checkout-sessions.ts";
import { createCustomer } from "#lib/billing/stripe/customers.ts";
import { settings } from "#lib/config/settings.ts";
import { type PlanOrderRefusal, placePlanOrder, type SubscribeRequest } from "./place-plan-order.ts";
import { applyPlanCheckout } from "./reconcile-plan-order.ts";

/** `order-closed`: the order can no longer be paid, or is paid. `not-at-stripe`: the price was not brought to Stripe yet. */
export type SubscriptionCheckout =
  | { status: "started"; order: PlanOrderRow; url: string; replayed: boolean }
  | { status: "order-closed"; order: PlanOrderRow }
  | { status: "not-at-stripe" }
  | PlanOrderRefusal;

/** Buyers have an hour to pay. */
const payWithinMs = 3600 * 1000;

/**
 * Starts a subscription: first the order, then its payment page at Stripe for the person's customer, which is made once. The
 * same key, a second tab and a double click return the same order and page; an unpaid order of another plan is closed first.
 * @throws StripeUnavailable when Stripe does not answer, and when the database does not; calling it again continues.
 */
export async function startSubscriptionCheckout(db: Db, asked: SubscribeRequest): Promise<SubscriptionCheckout> {
  let placed = await placePlanOrder(db, asked);
  if (placed.status === "other") {
    await close(db, placed.order);
    placed = await placePlanOrder(db, asked);
  }
  if (placed.status === "other") return { status: "order-closed", order: placed.order };
  if (placed.status !== "placed") return placed;
  const order = await withPage(db, placed.order, placed.firstTime);
  if (order === null) return { status: "not-at-stripe" };
  if (order.status !== "open" || order.checkoutUrl === null) return { status: "order-closed", order };
  return { status: "started", order, url: order.checkoutUrl, replayed: placed.replayed };
}

/** Where the order of a plan is followed after paying. */
export function planOrderUrl(id: string): string {
  return `${settings().appUrl}/profile/credits/store/plans/orders/${id}`;
}

/** Closes the page of an unpaid order, so that it cannot be paid afterwards. One that was paid meanwhile stays paid. */
async function close(db: Db, order: PlanOrderRow): Promise<void> {
  if (order.checkoutSession !== null) await applyPlanCheckout(db, order, await expireCheckout(order.checkoutSession));
  else await advancePlanOrder(db, order.id, { status: "cancelled" });
}

/** Null when the price is not at Stripe. */
async function withPage(db: Db, order: PlanOrderRow, firstTime: boolean): Promise<PlanOrderRow | null> {
  if (order.status !== "open" || order.checkoutSession !== null) return order;
  const livemode = settings().stripe.live;
  const price = await readStripePrice(db, { planPrice: order.planPrice, livemode });
  const [sold] = await readPlanPricesById(db, [order.planPrice]);
  if (price === null || sold === undefined) return null;
  const { id, url, expiresAt } = await createSubscriptionCheckout({
    order: order.id,
    customer: await customerOf(db, order.userId, livemode),
    price,
    trialDays: firstTime ? sold.trialDays : 0,
    expiresAt: new Date(order.createdAt.getTime() + payWithinMs),
    successUrl: planOrderUrl(order.id),
    cancelUrl: `${planOrderUrl(order.id)}?back=1`,
  });
  await setPlanOrderCheckout(db, order.id, { checkoutSession: id, checkoutUrl: url, checkoutExpiresAt: expiresAt });
  return (await readPlanOrderRow(db, order.id)) ?? order;
}

async function customerOf(db: Db, userId: string, livemode: boolean): Promise<string> {
  const known = await readCustomer(db, { userId, livemode });
  if (known !== null) return known;
  const id = await createCustomer({ account: userId, email: await readBuyerEmail(db, userId) });
  await saveCustomer(db, { userId, livemode, id });
  return (await readCustomer(db, { userId, livemode })) ?? id;
}
