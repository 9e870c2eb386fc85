import "server-only";
import type { Db } from "#db/client.ts";
import { type PlanPriceRow, readPlanPricesById } from "#db/queries/catalogue/plans.ts";
import { readNextMonth } from "#db/queries/plans/plan-months.ts";
import { readSubscriptionRows, type SubscriptionRow } from "#db/queries/plans/subscriptions.ts";

/** When an account's plan brings credits next, and how many. */
export interface NextCredits {
  at: Date;
  amount: number;
}

/** An account's newest subscription, as last read from Stripe: what it buys and what it brings next. */
export interface Plan {
  subscription: SubscriptionRow;
  /** Null when Stripe bills a price that is not ours. */
  price: (PlanPriceRow & { name: string }) | null;
  /** Null when nothing more comes: it was cancelled, or a payment is due first. */
  nextCredits: NextCredits | null;
}

/**
 * The plan of an account; a running one before one that has ended, null when it never had one. What comes next are paid
 * months that are still to come, else the renewal, if the subscription renews and its payments are made.
 */
export async function readPlan(db: Db, account: string): Promise<Plan | null> {
  const all = await readSubscriptionRows(db, account);
  const subscription = all.find(({ endedAt }) => endedAt === null) ?? all[0];
  if (subscription === undefined) return null;
  const { planPrice } = subscription;
  const [price = null] = planPrice === null ? [] : await readPlanPricesById(db, [planPrice]);
  const paid = await readNextMonth(db, account);
  return { subscription, price, nextCredits: paid ?? renewalOf(subscription, price) };
}

function renewalOf(
  { status, periodEnd, seats, cancelAt, endedAt }: SubscriptionRow,
  price: PlanPriceRow | null,
): NextCredits | null {
  const isPaid = status === "active" || status === "trialing";
  const isOver = endedAt !== null || (cancelAt !== null && cancelAt <= periodEnd);
  return price === null || !isPaid || isOver ? null : { at: periodEnd, amount: price.creditsPerMonth * seats };
}
