import type { DbOrTx } from "#db/client.ts";
import {
  type FeatureRow,
  featureExists,
  readFeatureNameRows,
  readFeatureRows,
} from "#db/queries/catalogue/features.ts";
import { together } from "#lib/together.ts";

/** Something that credits can be used for, with the price that holds now: whole credits a unit. */
export interface Feature {
  slug: string;
  name: string;
  description: string;
  unit: string;
  costPerUnit: number;
}

/** All features that are offered now, in the catalogue's order. */
export async function readFeatures(db: DbOrTx): Promise<Feature[]> {
  return (await readFeatureRows(db, null)).map(toFeature);
}

/** What features are called, retired ones too: for histories, which keep what is no longer offered. */
export async function readFeatureNames(db: DbOrTx): Promise<{ slug: string; name: string }[]> {
  return await readFeatureNameRows(db);
}

/** Why `readFeature` found nothing, to follow the word "feature": it was retired, or there never was one. */
export async function explainNoFeature(db: DbOrTx, slug: string): Promise<string> {
  const retired = name.test(slug) && (await featureExists(db, slug));
  return retired ? "is no longer offered" : "is not in the catalogue";
}

/** One feature, or null when none of that name is offered. Every spend asks for one: many are read in one statement. */
export async function readFeature(db: DbOrTx, slug: string): Promise<Feature | null> {
  // A name that no feature can have must not fail those who are read with it.
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
