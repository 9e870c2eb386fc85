import { sql } from "drizzle-orm";
import { z } from "zod";
import { arrayOf } from "../arrays.ts";
import type { DbOrTx } from "../client.ts";
import { runPrepared } from "../prepared.ts";

const featureRow = z.object({
  slug: z.string(),
  name: z.string(),
  description: z.string(),
  unit: z.string(),
  cost_per_unit: z.number().int(),
});

/** A feature with the price that holds now. */
export type FeatureRow = z.infer<typeof featureRow>;

/** The catalogue as it holds at this instant, in its order; with slugs, those features alone. Index: feature_prices_pkey. */
export async function readFeatureRows(db: DbOrTx, slugs: readonly string[] | null): Promise<FeatureRow[]> {
  const rows = await runPrepared(
    db,
    sql`
    select f.slug, f.name, f.description, f.unit, price.cost_per_unit
    from features f
    join lateral (
      select cost_per_unit from feature_prices p
      where p.feature = f.slug and p."from" <= clock_timestamp() order by p."from" desc limit 1) price on true
    where ${slugs === null} or f.slug = any(${arrayOf(slugs ?? [], "text")})
    order by f.position, f.slug`,
  );
  return z.array(featureRow).parse(rows);
}
