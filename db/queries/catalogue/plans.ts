import { and, eq, inArray } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { planPrices, plans, stripePrices } from "../../schema/catalogue.ts";

/** A plan's price with what it grants, from an instant. */
export type PlanPriceRow = typeof planPrices.$inferSelect;

/** A price at Stripe, and what we sell under it. */
export interface SoldPrice {
  stripePrice: string;
  price: PlanPriceRow;
  /** The plan's name. */
  name: string;
}

/** What was sold under prices at Stripe; unknown ones are omitted. Index: stripe_prices_pkey. */
export async function readSoldPrices(
  db: DbOrTx,
  { livemode, ids }: { livemode: boolean; ids: readonly string[] },
): Promise<SoldPrice[]> {
  return await db
    .select({ stripePrice: stripePrices.id, price: planPrices, name: plans.name })
    .from(stripePrices)
    .innerJoin(planPrices, eq(planPrices.id, stripePrices.planPrice))
    .innerJoin(plans, eq(plans.slug, planPrices.plan))
    .where(and(eq(stripePrices.livemode, livemode), inArray(stripePrices.id, [...ids])));
}
