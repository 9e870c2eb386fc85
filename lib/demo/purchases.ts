import type { Db } from "#db/client.ts";
import { type PackRow, readPackRows } from "#db/queries/catalogue/dated-rows.ts";
import { type PlanPriceRow, readPlanPricesAt } from "#db/queries/catalogue/plans.ts";

/** What a demo user bought in the past, each at a whole second, as Stripe counts. */
export interface Purchases {
  /** A plan by the month that still runs; `trialDays` of 0 paid at once. */
  plan: { plan: string; trialDays: number; at: Date } | null;
  packs: readonly { pack: string; at: Date }[];
}

/** Purchases with what was sold. */
export interface Sales {
  plan: { price: PlanPriceRow; trialDays: number; at: Date } | null;
  packs: { pack: PackRow; at: Date }[];
}

/** Looks purchases up in the catalogue. @throws when it does not sell them. */
export async function readSales(db: Db, { plan, packs }: Purchases): Promise<Sales> {
  const sold = await Promise.all(packs.map(async ({ pack, at }) => ({ at, pack: await findPack(db, pack, at) })));
  return { plan: plan && { ...plan, price: await findPrice(db, plan) }, packs: sold };
}

async function findPack(db: Db, slug: string, at: Date): Promise<PackRow> {
  const found = (await readPackRows(db, at)).find((one) => one.slug === slug);
  if (found === undefined) throw new Error(`The catalogue sells no pack ${slug}`);
  return found;
}

async function findPrice(db: Db, { plan, at }: { plan: string; at: Date }): Promise<PlanPriceRow> {
  const found = (await readPlanPricesAt(db, at)).find((one) => one.plan === plan && one.interval === "month");
  if (found === undefined) throw new Error(`The catalogue sells no plan ${plan} by the month`);
  return found;
}
