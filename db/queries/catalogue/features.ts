import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { arrayText } from "../../arrays.ts";
import type { DbOrTx, Tx } from "../../client.ts";
import { prepareQuery } from "../../prepared.ts";
import { features } from "../../schema/catalogue.ts";

const featureRow = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  unit: z.string(),
  cost_per_unit: z.number().int(),
});

/** A feature with its current price. */
export type FeatureRow = z.infer<typeof featureRow>;

/** The features offered at this instant, in order; with slugs, only those. Index: feature_prices_pkey. */
export async function readFeatureRows(db: DbOrTx, slugs: readonly string[] | null): Promise<FeatureRow[]> {
  const rows = await pricedFeatures(db, { all: slugs === null, slugs: arrayText(slugs ?? []) });
  return z.array(featureRow).parse(rows);
}

const pricedFeatures = prepareQuery(sql`
  select f.slug, f.name, f.description, f.unit, price.cost_per_unit
  from features f
  join lateral (
    select cost_per_unit, retired_at from feature_prices p
    where p.feature = f.slug and p."from" <= clock_timestamp() order by p."from" desc limit 1) price on true
  where (price.retired_at is null or price.retired_at > clock_timestamp())
    and (${sql.placeholder("all")} or f.slug = any(${sql.placeholder("slugs")}::text[]))
  order by f.position, f.slug`);

/** The names of all features, including retired ones, because a history names what was used. The catalogue is small. */
export async function readFeatureNameRows(db: DbOrTx): Promise<{ slug: string; name: string }[]> {
  return await db
    .select({ slug: features.slug, name: features.name })
    .from(features)
    .orderBy(features.position, features.slug);
}

/** Whether a feature was ever in the catalogue, to explain why it cannot be used. Index: features_pkey. */
export async function featureExists(db: DbOrTx, slug: string): Promise<boolean> {
  return (await db.select({ slug: features.slug }).from(features).where(eq(features.slug, slug))).length === 1;
}

const catalogueLock = 7_405_190_513;

/** Locks the catalogue for changes until the transaction ends. */
export async function lockCatalogue(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${catalogueLock})`);
}

/** Adds a feature at the end, for `npm run catalogue`. False when the name is taken, also by a retired feature. */
export async function addFeature(
  db: DbOrTx,
  feature: Omit<typeof features.$inferInsert, "position">,
): Promise<boolean> {
  const position = sql`(select coalesce(max(${features.position}), 0) + 1 from ${features})`;
  const { slug, name, description, unit } = feature;
  const values = { slug, name, description, unit, position };
  return (await db.insert(features).values(values).onConflictDoNothing().returning()).length === 1;
}

/** Changes a feature's name or position on screen. False when it is not found. Index: features_pkey. */
export async function editFeature(
  db: DbOrTx,
  slug: string,
  change: Partial<Pick<typeof features.$inferInsert, "name" | "description" | "unit" | "position">>,
): Promise<boolean> {
  return (await db.update(features).set(change).where(eq(features.slug, slug)).returning()).length === 1;
}
