import type { DbOrTx } from "#db/client.ts";
import {
  type FeatureRow,
  featureExists,
  readFeatureNameRows,
  readFeatureRows,
} from "#db/queries/catalogue/features.ts";
import { together } from "#lib/together.ts";

/** A feature that credits can be used for, with its current price in whole credits per unit. */
export interface Feature {
  slug: string;
  name: string;
  description: string;
  unit: string;
  costPerUnit: number;
}

/** All features offered now, in the catalogue's order. */
export async function readFeatures(db: DbOrTx): Promise<Feature[]> {
  return (await readFeatureRows(db, null)).map(toFeature);
}

/** The names of all features, including retired ones, which histories still contain. */
export async function readFeatureNames(db: DbOrTx): Promise<{ slug: string; name: string }[]> {
  return await readFeatureNameRows(db);
}

/** Why `readFeature` found nothing, to follow the word "feature": it was retired, or it never existed. */
export async function explainNoFeature(db: DbOrTx, slug: string): Promise<string> {
  const retired = name.test(slug) && (await featureExists(db, slug));
  return retired ? "is no longer offered" : "is not in the catalogue";
}

/** One feature, or null when it is not offered. Every spend needs one, so many are read in one statement. */
export async function readFeature(db: DbOrTx, slug: string): Promise<Feature | null> {
  // An invalid slug must not fail the requests that are read with it.
  if (!name.test(slug)) return null;
  const read = readers.get(db) ?? readTogether(db);
  readers.set(db, read);
  return await read(slug);
}

const name = /^[\w.-]{1,100}$/;
const readers = new WeakMap<DbOrTx, (slug: string) => Promise<Feature | null>>();

function readTogether(db: DbOrTx): (slug: string) => Promise<Feature | null> {
  return together(async (slugs) => {
    const rows = await readFeatureRows(db, slugs);
    return new Map(rows.map((row) => [row.slug, toFeature(row)]));
  });
}

function toFeature({ cost_per_unit, ...row }: FeatureRow): Feature {
  return { ...row, costPerUnit: cost_per_unit };
}
