import { eq, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../client.ts";
import { features } from "../schema/catalogue.ts";

const catalogueLock = 7_405_190_513;

/** Lets one command at a time change the catalogue, until the transaction ends. */
export async function lockCatalogue(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${catalogueLock})`);
}

/** Adds a feature behind all others, for `npm run catalogue`. False when there is one of that name, retired or not. */
export async function addFeature(
  db: DbOrTx,
  feature: Omit<typeof features.$inferInsert, "position">,
): Promise<boolean> {
  const position = sql`(select coalesce(max(${features.position}), 0) + 1 from ${features})`;
  const { slug, name, description, unit } = feature;
  const values = { slug, name, description, unit, position };
  return (await db.insert(features).values(values).onConflictDoNothing().returning()).length === 1;
}

/** Changes what a feature is called or where it stands on screen. False when there is none. Index: features_pkey. */
export async function editFeature(
  db: DbOrTx,
  slug: string,
  change: Partial<Pick<typeof features.$inferInsert, "name" | "description" | "unit" | "position">>,
): Promise<boolean> {
  return (await db.update(features).set(change).where(eq(features.slug, slug)).returning()).length === 1;
}
