import "server-only";
import type { Db } from "#db/client.ts";
import { type PlanPriceRow, readPlanPricesById, readSoldPrices } from "#db/queries/catalogue/plans.ts";
import { readPaidPrice } from "#db/queries/plans/plan-invoices.ts";
import type { StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import type { Bought } from "./way-to-change.ts";

/** A plan price with its plan's name. */
export type NamedPrice = PlanPriceRow & { name: string };

/** `Bought` with names. */
export type BoughtPlan = Bought & { billed: NamedPrice; paid: NamedPrice; scheduled: NamedPrice | null };

/** What a subscription buys, by a fresh reading of it; null when Stripe bills a price that is not ours. */
export async function readBought(db: Db, subscription: StripeSubscription): Promise<BoughtPlan | null> {
  const { id, livemode, periodEnd, price, schedule, status } = subscription;
  const next = schedule?.nextPrice ?? null;
  const ids = [price, next].filter((one) => one !== null);
  const sold = ids.length === 0 ? [] : await readSoldPrices(db, { livemode, ids });
  const [billed, scheduled] = [price, next].map((stripePrice) => {
    const found = sold.find((one) => one.stripePrice === stripePrice);
    return found === undefined ? null : { ...found.price, name: found.name };
  });
  if (!billed) return null;
  const paidId = await readPaidPrice(db, { subscriptionId: id, periodEnd });
  const [paid = billed] = paidId === null ? [] : await readPlanPricesById(db, [paidId]);
  return { billed, paid, scheduled: scheduled ?? null, isTrial: status === "trialing" };
}
