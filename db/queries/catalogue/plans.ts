import { and, asc, eq, gt, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { planPrices, plans, stripePrices } from "../../schema/catalogue.ts";

/** A plan's texts. */
export type PlanRow = typeof plans.$inferSelect;
/** A plan's price with what it grants, from an instant. */
export type PlanPriceRow = typeof planPrices.$inferSelect;

/** All plans in the order on screen, retired or not. The catalogue is small. */
export async function readPlanRows(db: DbOrTx): Promise<PlanRow[]> {
  return await db.select().from(plans).orderBy(asc(plans.position), asc(plans.slug));
}

/** The price of each plan, interval and currency that applies at an instant, including retired ones. Index: plan_prices_once. */
export async function readPlanPricesAt(db: DbOrTx, at: Date): Promise<PlanPriceRow[]> {
  const p = planPrices;
  return await db
    .selectDistinctOn([p.plan, p.interval, p.currency])
    .from(p)
    .where(sql`${p.from} <= ${at.toISOString()}::timestamptz`)
    .orderBy(p.plan, p.interval, p.currency, sql`${p.from} desc`);
}

/** Rows of plan prices that apply only after an instant, for `npm run catalogue`. The catalogue is small. */
export async function readScheduledPlanRows(db: DbOrTx, at: Date): Promise<{ slug: string; from: Date }[]> {
  const p = planPrices;
  return await db.select({ slug: p.plan, from: p.from }).from(p).where(gt(p.from, at)).orderBy(p.from, p.plan);
}

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

/** Adds a plan at the end, for `npm run catalogue`. False when the name exists. */
export async function addPlan(db: DbOrTx, plan: Omit<typeof plans.$inferInsert, "position">): Promise<boolean> {
  const position = sql`(select coalesce(max(${plans.position}), 0) + 1 from ${plans})`;
  const { slug, name, description } = plan;
  return (
    (await db.insert(plans).values({ slug, name, description, position }).onConflictDoNothing().returning()).length ===
    1
  );
}

/** Changes a plan's texts or position on screen. False when it is not found. Index: plans_pkey. */
export async function editPlan(
  db: DbOrTx,
  slug: string,
  change: Partial<Pick<PlanRow, "name" | "description" | "position">>,
): Promise<boolean> {
  return (await db.update(plans).set(change).where(eq(plans.slug, slug)).returning()).length === 1;
}

/** Adds a plan's price that applies from an instant, for `npm run catalogue`. False when that instant already has one. */
export async function addPlanPrice(db: DbOrTx, price: typeof planPrices.$inferInsert): Promise<boolean> {
  return (await db.insert(planPrices).values(price).onConflictDoNothing().returning()).length === 1;
}

/** Stores which price at Stripe stands for a plan price; a later one replaces it. Index: stripe_prices_once. */
export async function saveStripePrice(db: DbOrTx, price: typeof stripePrices.$inferInsert): Promise<void> {
  const { planPrice, livemode } = stripePrices;
  await db
    .insert(stripePrices)
    .values(price)
    .onConflictDoUpdate({ target: [planPrice, livemode], set: { id: price.id } });
}

/** Some plan prices by id, with their plans' names: what a subscription bought. Index: plan_prices_pkey. */
export async function readPlanPricesById(
  db: DbOrTx,
  ids: readonly string[],
): Promise<(PlanPriceRow & { name: string })[]> {
  const rows = await db
    .select({ price: planPrices, name: plans.name })
    .from(planPrices)
    .innerJoin(plans, eq(plans.slug, planPrices.plan))
    .where(inArray(planPrices.id, [...ids]));
  return rows.map(({ price, name }) => ({ ...price, name }));
}

/** The price at Stripe under which a plan price is sold; null before it was brought there. Index: stripe_prices_once. */
export async function readStripePrice(
  db: DbOrTx,
  { planPrice, livemode }: { planPrice: string; livemode: boolean },
): Promise<string | null> {
  const s = stripePrices;
  const [row] = await db
    .select({ id: s.id })
    .from(s)
    .where(and(eq(s.planPrice, planPrice), eq(s.livemode, livemode)));
  return row?.id ?? null;
}
