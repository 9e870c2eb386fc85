import "server-only";
import type { Caller } from "#lib/api/http/caller.ts";
import { invalidRequest, type Problem } from "#lib/api/http/problem.ts";
import { webUrl } from "#lib/api/http/web-url.ts";
import { explainNoFeature, readFeature } from "#lib/catalogue/features.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { placeOf } from "#lib/devices/places.ts";
import { findReplay } from "#lib/ledger/commit/find-replay.ts";

type Asker = Pick<Caller, "platform" | "returnLink" | "denied"> & { account: string };

/**
 * Why a caller's platform is denied this call or this feature; null when it is permitted. A request that was carried
 * out before (`asked`) is replayed, whatever has changed since.
 */
export async function requirePlatform(
  caller: Asker,
  feature: string | null,
  asked: RequestKey | null,
): Promise<Problem | null> {
  const denied = await findDenial(caller, feature);
  if (denied === null || asked === null) return denied;
  return (await findReplay(database(), caller.account, asked)) === null ? denied : null;
}

/**
 * With a feature, the problem links to the feature's page. A version that is too old is reported first. A feature that
 * is no longer offered has no page: it is refused as such.
 */
async function findDenial(caller: Asker, feature: string | null): Promise<Problem | null> {
  const { platform, returnLink, denied } = caller;
  if (feature === null || platform === null || platform === "web") return denied;
  const place = await placeOf(database(), feature, platform);
  if (place === "credits" && denied === null) return null;
  if ((await readFeature(database(), feature)) === null) {
    if (denied !== null || place === null) return denied;
    return invalidRequest([{ path: "feature", message: await explainNoFeature(database(), feature) }]);
  }
  const more = { ...denied?.more, platform, webUrl: webUrl(`/tools/${encodeURIComponent(feature)}`, returnLink) };
  if (denied?.slug === "client-too-old") return { ...denied, more };
  const detail =
    place === "on-device" ? `this feature runs on ${platform} itself, without credits` : "this feature runs on the web";
  return { slug: "not-on-this-platform", detail, more };
}
