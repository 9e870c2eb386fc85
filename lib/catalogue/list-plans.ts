import "server-only";
import type { Db } from "#db/client.ts";
import { type PlanPriceRow, readPlanPricesAt, readPlanRows } from "#db/queries/catalogue/plans.ts";
import { readClock } from "#db/queries/clock.ts";

/** A plan as sold now, with its price by the month and by the year; null where it is not sold that way. */
export interface PlanForSale {
  slug: string;
  name: string;
  description: string;
  month: PlanPriceRow | null;
  year: PlanPriceRow | null;
}

/** The plans sold now, in their order on screen. One sold in several currencies is listed in the first by its code. */
export async function listPlans(db: Db): Promise<PlanForSale[]> {
  const now = await readClock(db);
  const [plans, prices] = await Promise.all([readPlanRows(db), readPlanPricesAt(db, now)]);
  const sold = prices.filter(({ retiredAt }) => retiredAt === null || retiredAt > now);
  return plans.flatMap(({ slug, name, description }) => {
    const own = sold.filter(({ plan }) => plan === slug);
    const [currency] = own.map((price) => price.currency).toSorted();
    if (currency === undefined) return [];
    const by = (interval: PlanPriceRow["interval"]) =>
      own.find((price) => price.interval === interval && price.currency === currency) ?? null;
    return [{ slug, name, description, month: by("month"), year: by("year") }];
  });
}
