import "server-only";
import type { Db } from "#db/client.ts";
import { readPlanPricesAt, readPlanRows } from "#db/queries/catalogue/plans.ts";
import { readClock } from "#db/queries/clock.ts";
import type { Plan } from "./read-plan.ts";

/** A plan and interval that a subscription can be changed to, at what it costs a person who has it or buys it now. */
export interface PlanChoice {
  plan: string;
  name: string;
  interval: "month" | "year";
  amountCents: number;
  currency: string;
  creditsPerMonth: number;
}

/**
 * What a person can change their plan to, in the order on screen: everything that is sold in its currency, and what it has
 * been paid for, except what comes next anyway. Empty when Stripe bills a price that is not ours.
 */
export async function listChoices(db: Db, { price, renewsAs }: Plan): Promise<PlanChoice[]> {
  if (price === null) return [];
  const now = await readClock(db);
  const [plans, prices] = [await readPlanRows(db), await readPlanPricesAt(db, now)];
  const isSold = (one: (typeof prices)[number]) => one.retiredAt === null || one.retiredAt > now;
  return plans.flatMap(({ slug, name }) =>
    (["month", "year"] as const).flatMap((interval) => {
      const is = (one: { plan: string; interval: string } | null) => one?.plan === slug && one.interval === interval;
      if (is(renewsAs)) return [];
      const sold = prices.find((one) => is(one) && one.currency === price.currency && isSold(one));
      const found = is(price) ? price : sold;
      if (found === undefined) return [];
      const { amountCents, currency, creditsPerMonth } = found;
      return [{ plan: slug, name, interval, amountCents, currency, creditsPerMonth }];
    }),
  );
}
