import type { DbOrTx } from "#db/client.ts";
import { readPlaces } from "#db/queries/devices/platform-policies.ts";
import type { Place, Platform } from "./policy.ts";

/** Where a feature runs, platform by platform. */
export type Places = Record<Platform, Place>;

/** Where every feature runs, by its name. What has no row runs nowhere but on the web. */
export async function listPlaces(db: DbOrTx): Promise<(feature: string) => Places> {
  const rows = Map.groupBy(await readPlaces(db, null), (row) => row.feature);
  return (feature) => {
    const places: Places = { web: "credits", desktop: "none", mobile: "none" };
    for (const { platform, place } of rows.get(feature) ?? []) places[platform] = place;
    return places;
  };
}

/** Where one feature runs on a platform; null when there is no such row, of an unknown feature say. */
export async function placeOf(db: DbOrTx, feature: string, platform: Platform): Promise<Place | null> {
  return (await readPlaces(db, feature)).find((row) => row.platform === platform)?.place ?? null;
}
