import type { DbOrTx } from "#db/client.ts";
import { type FeatureRow, readFeatureRows } from "#db/queries/read-features.ts";

/** Something that credits can be used for, with the price that holds now: whole credits a unit. */
export interface Feature {
  slug: string;
  name: string;
  description: string;
  unit: string;
  costPerUnit: number;
}

/** All features in the catalogue's order. */
export async function readFeatures(db: DbOrTx): Promise<Feature[]> {
  return (await readFeatureRows(db, null)).map(toFeature);
}

/** One feature, or null when the catalogue has none of that name. */
export async function readFeature(db: DbOrTx, slug: string): Promise<Feature | null> {
  const [row] = await readFeatureRows(db, slug);
  return row === undefined ? null : toFeature(row);
}

function toFeature({ cost_per_unit, ...row }: FeatureRow): Feature {
  return { ...row, costPerUnit: cost_per_unit };
}
