import type { DbOrTx } from "#db/client.ts";
import { readPlaces } from "#db/queries/devices/platform-policies.ts";
import type { Place, Platform } from "./policy.ts";

/** Where a feature runs, platform by platform. */
export type Places = Record<Platform, Place>;

/** Where every feature runs, by its slug. A feature without a row runs only on the web. */
export async function listPlaces(db: DbOrTx): Promise<(feature: string) => Places> {
  const rows = Map.groupBy(await readPlaces(db, null), (row) => row.feature);
  return (feature) => {
    const places: Places = { web: "credits", desktop: "none", mobile: "none" };
    for (const { platform, place } of rows.get(feature) ?? []) places[platform] = place;
    return places;
  };
}

/** Where a feature runs on a platform; null without a row, for example for an unknown feature. */
export async function placeOf(db: DbOrTx, feature: string, platform: Platform): Promise<Place | null> {
  return (await readPlaces(db, feature)).find((row) => row.platform === platform)?.place ?? null;
}
