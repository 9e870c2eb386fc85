import "server-only";
import type { Db } from "#db/client.ts";
import { readPlanPricesById } from "#db/queries/catalogue/plans.ts";
import { type NextCredits, readNextCredits } from "#db/queries/plans/next-credits.ts";
import { readPaidPrice } from "#db/queries/plans/plan-invoices.ts";
import { readSubscriptionRows, type SubscriptionRow } from "#db/queries/plans/subscriptions.ts";
import type { NamedPrice } from "./read-bought.ts";

/** An account's newest subscription, as last read from Stripe: what it buys and what it brings next. */
export interface Plan {
  subscription: SubscriptionRow;
  /** What the running period was paid for, or is tried for; null when Stripe bills a price that is not ours. */
  price: NamedPrice | null;
  /** What it renews as; null when it does not renew, and when Stripe bills a price that is not ours. */
  renewsAs: NamedPrice | null;
  /** Null when nothing more comes: it was cancelled, or a payment is due first. */
  nextCredits: NextCredits | null;
}

/**
 * The plan of an account; a running one before one that has ended, null when it never had one. The next credits are those of
 * all plans that it has.
 */
export async function readPlan(db: Db, account: string): Promise<Plan | null> {
  const all = await readSubscriptionRows(db, account);
  const subscription = all.find(({ endedAt }) => endedAt === null) ?? all[0];
  if (subscription === undefined) return null;
  const { id, planPrice: billed, nextPrice, periodEnd } = subscription;
  const [paid, next] = [await readPaidPrice(db, { subscriptionId: id, periodEnd }), await readNextCredits(db, account)];
  const ids = [paid, nextPrice, billed].filter((one) => one !== null);
  const prices = ids.length === 0 ? [] : await readPlanPricesById(db, ids);
  const priceOf = (one: string | null) => prices.find((price) => price.id === one) ?? null;
  const renewsAs = renews(subscription) ? priceOf(nextPrice ?? billed) : null;
  const price = billed === null ? null : priceOf(paid ?? billed);
  return { subscription, price, renewsAs, nextCredits: next };
}

function renews({ cancelAt, endedAt, periodEnd }: SubscriptionRow): boolean {
  return endedAt === null && (cancelAt === null || cancelAt > periodEnd);
}
