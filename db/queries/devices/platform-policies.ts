import { and, eq, ne, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { featurePlatforms, platformPolicies } from "../../schema/platforms.ts";

export type PolicyRow = typeof platformPolicies.$inferSelect;
export type PlaceRow = typeof featurePlatforms.$inferSelect;

/** The policies of all platforms. */
export async function readPolicies(db: DbOrTx): Promise<PolicyRow[]> {
  return await db.select().from(platformPolicies).orderBy(platformPolicies.platform);
}

/** Changes a platform's policy; false when there is no such platform or it is the web, which always takes part. */
export async function changePolicy(
  db: DbOrTx,
  platform: PolicyRow["platform"],
  change: Partial<Pick<PolicyRow, "access" | "minimumVersion">>,
): Promise<boolean> {
  const changed = await db
    .update(platformPolicies)
    .set({ ...change, changedAt: sql`clock_timestamp()` })
    .where(and(eq(platformPolicies.platform, platform), ne(platformPolicies.platform, "web")))
    .returning({ platform: platformPolicies.platform });
  return changed.length === 1;
}

/**
 * Adds a return address to the end of a platform's list, or removes it; false when the platform is not found. Index:
 * platform_policies_pkey.
 */
export async function changeReturnAddress(
  db: DbOrTx,
  platform: PolicyRow["platform"],
  { change, address }: { change: "add" | "remove"; address: string },
): Promise<boolean> {
  const others = sql`array_remove(${platformPolicies.returnAddresses}, ${address})`;
  const changed = await db
    .update(platformPolicies)
    .set({
      returnAddresses: change === "add" ? sql`array_append(${others}, ${address})` : others,
      changedAt: sql`clock_timestamp()`,
    })
    .where(eq(platformPolicies.platform, platform))
    .returning({ platform: platformPolicies.platform });
  return changed.length === 1;
}

/** Where features run, by platform; of one feature if named. Index: feature_platforms_pkey. */
export async function readPlaces(db: DbOrTx, feature: string | null): Promise<PlaceRow[]> {
  return await db
    .select()
    .from(featurePlatforms)
    .where(feature === null ? undefined : eq(featurePlatforms.feature, feature))
    .prepare("places")
    .execute();
}

/** Sets where a feature runs on a platform. Index: feature_platforms_pkey. */
export async function changePlace(db: DbOrTx, row: PlaceRow): Promise<void> {
  await db
    .insert(featurePlatforms)
    .values(row)
    .onConflictDoUpdate({
      target: [featurePlatforms.feature, featurePlatforms.platform],
      set: { place: row.place },
    });
}
