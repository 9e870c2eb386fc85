import "server-only";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { readFeature } from "#lib/features/catalogue.ts";
import type { Caller } from "#lib/http/caller.ts";
import type { Problem } from "#lib/http/problem.ts";
import { webUrl } from "#lib/http/web-url.ts";
import { findReplay } from "#lib/ledger/find-replay.ts";
import { placeOf } from "#lib/platforms/places.ts";
import type { Place, Platform } from "#lib/platforms/policy.ts";

/**
 * Why a caller may not do this where it is, or not use this feature there; null when it may. A request that was carried
 * out before (`asked`) is answered again, whatever has changed since.
 */
export async function barHere(
  caller: Caller,
  feature: string | null,
  asked: RequestKey | null,
): Promise<Problem | null> {
  const barred = await findBar(caller, feature);
  if (barred === null || asked === null) return barred;
  return (await findReplay(database(), caller.account, asked)) === null ? barred : null;
}

/** Where there is a feature, its page is the one to open; a version that is too old hears so before all else. */
async function findBar(caller: Caller, feature: string | null): Promise<Problem | null> {
  const { platform, wayBack, barred } = caller;
  if (feature === null || platform === null || platform === "web") return barred;
  const place = await findPlace(feature, platform);
  if (place === null || (place === "credits" && barred === null)) return barred;
  const more = { ...barred?.more, platform, webUrl: webUrl(`/tools/${encodeURIComponent(feature)}`, wayBack) };
  if (barred?.slug === "client-too-old") return { ...barred, more };
  const detail = place === "on-device" ? `it runs on ${platform} itself, without credits` : "it runs on the web";
  return { slug: "not-on-this-platform", detail, more };
}

/** Null for what is no feature. */
async function findPlace(feature: string, platform: Platform): Promise<Place | null> {
  const place = await placeOf(database(), feature, platform);
  if (place !== null) return place;
  return (await readFeature(database(), feature)) === null ? null : "none";
}
