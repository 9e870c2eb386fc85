import { eq, sql } from "drizzle-orm";
import { z } from "zod";
import { arrayOf } from "../arrays.ts";
import type { DbOrTx } from "../client.ts";
import { runPrepared } from "../prepared.ts";
import { features } from "../schema/catalogue.ts";

const featureRow = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  unit: z.string(),
  cost_per_unit: z.number().int(),
});

/** A feature with the price that holds now. */
export type FeatureRow = z.infer<typeof featureRow>;

/** The features that are offered at this instant, in their order; with slugs, those alone. Index: feature_prices_pkey. */
export async function readFeatureRows(db: DbOrTx, slugs: readonly string[] | null): Promise<FeatureRow[]> {
  const rows = await runPrepared(
    db,
    sql`
    select f.slug, f.name, f.description, f.unit, price.cost_per_unit
    from features f
    join lateral (
      select cost_per_unit, retired_at from feature_prices p
      where p.feature = f.slug and p."from" <= clock_timestamp() order by p."from" desc limit 1) price on true
    where (price.retired_at is null or price.retired_at > clock_timestamp())
      and (${slugs === null} or f.slug = any(${arrayOf(slugs ?? [], "text")}))
    order by f.position, f.slug`,
  );
  return z.array(featureRow).parse(rows);
}

/** What every feature was ever called by, retired ones too: a history names what was used. The catalogue is small. */
export async function readFeatureNameRows(db: DbOrTx): Promise<{ slug: string; name: string }[]> {
  return await db
    .select({ slug: features.slug, name: features.name })
    .from(features)
    .orderBy(features.position, features.slug);
}

/** Whether a feature was ever in the catalogue, to say why it cannot be used. Index: features_pkey. */
export async function featureExists(db: DbOrTx, slug: string): Promise<boolean> {
  return (await db.select({ slug: features.slug }).from(features).where(eq(features.slug, slug))).length === 1;
}
