import { gt, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { featurePrices, features, packs } from "../../schema/catalogue.ts";

/** Every feature with the price row that applies at an instant, for `npm run catalogue`. Index: feature_prices_pkey. */
export async function readFeaturesAt(db: DbOrTx, at: Date) {
  const { feature, from, costPerUnit, retiredAt } = featurePrices;
  const price = db
    .selectDistinctOn([feature], { feature, costPerUnit, retiredAt })
    .from(featurePrices)
    .where(sql`${from} <= ${at.toISOString()}::timestamptz`)
    .orderBy(feature, sql`${from} desc`)
    .as("price");
  const { slug, name, description, unit, position } = features;
  return await db
    .select({ slug, name, description, unit, costPerUnit: price.costPerUnit, retiredAt: price.retiredAt })
    .from(features)
    .innerJoin(price, sql`${price.feature} = ${slug}`)
    .orderBy(position, slug);
}

/** Every pack with the row that applies at an instant, smallest first, including withdrawn ones, for `npm run catalogue`. Index: packs_pkey. */
export async function readPacksAt(db: DbOrTx, at: Date) {
  const { slug, from, credits, amountCents, currency, validDays, withdrawnAt } = packs;
  const rows = await db
    .selectDistinctOn([slug], { slug, credits, amountCents, currency, validDays, withdrawnAt })
    .from(packs)
    .where(sql`${from} <= ${at.toISOString()}::timestamptz`)
    .orderBy(slug, sql`${from} desc`);
  return rows.sort((one, other) => one.credits - other.credits);
}

/** Rows of features and packs that apply only after an instant, for `npm run catalogue`. The catalogue is small. */
export async function readScheduledRows(db: DbOrTx, at: Date): Promise<{ slug: string; from: Date }[]> {
  return await db
    .select({ slug: featurePrices.feature, from: featurePrices.from })
    .from(featurePrices)
    .where(gt(featurePrices.from, at))
    .unionAll(db.select({ slug: packs.slug, from: packs.from }).from(packs).where(gt(packs.from, at)))
    .orderBy(sql`2, 1`);
}

export type PackRow = Pick<typeof packs.$inferSelect, "slug" | "credits" | "amountCents" | "currency" | "validDays">;

/** The packs on sale at an instant, smallest first, for the store. Index: packs_pkey; the catalogue is small. */
export async function readPackRows(db: DbOrTx, now: Date): Promise<PackRow[]> {
  const at = now.toISOString();
  const { slug, from, credits, amountCents, currency, validDays, withdrawnAt } = packs;
  const rows = await db
    .selectDistinctOn([slug], { slug, credits, amountCents, currency, validDays, withdrawnAt })
    .from(packs)
    .where(sql`${from} <= ${at}::timestamptz`)
    .orderBy(slug, sql`${from} desc`);
  return rows
    .filter((row) => row.withdrawnAt === null || row.withdrawnAt > now)
    .map(({ withdrawnAt: _, ...row }) => row)
    .sort((one, other) => one.credits - other.credits);
}

/** Adds a price that applies from an instant, for `npm run catalogue`. False when that instant already has one. */
export async function addPrice(db: DbOrTx, price: typeof featurePrices.$inferInsert): Promise<boolean> {
  return (await db.insert(featurePrices).values(price).onConflictDoNothing().returning()).length === 1;
}

/** Adds a pack's terms from an instant, for `npm run catalogue`. False when that instant already has some. */
export async function addPack(db: DbOrTx, pack: typeof packs.$inferInsert): Promise<boolean> {
  return (await db.insert(packs).values(pack).onConflictDoNothing().returning()).length === 1;
}
