import type { Order } from "#lib/billing/orders/orders.ts";
import type { PlanOrder } from "#lib/billing/plans/plan-orders.ts";

/** An order as the interface shows it; `transaction` is the version of its grant. */
export function presentOrder({ id, status, credits, amountCents, currency, grantVersion }: Order) {
  return { id, status, credits, amount: amountCents, currency, transaction: grantVersion ?? undefined };
}

/** The order of a plan as the interface shows it, with the credits of a month and the price of its interval. */
export function presentPlanOrder({ id, status, price }: PlanOrder) {
  const { creditsPerMonth: credits, amountCents: amount, currency, plan, interval } = price;
  return { id, status, credits, amount, currency, plan, interval };
}
