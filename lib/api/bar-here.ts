import "server-only";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import type { Caller } from "#lib/http/caller.ts";
import type { Problem } from "#lib/http/problem.ts";
import { webUrl } from "#lib/http/web-url.ts";
import { findReplay } from "#lib/ledger/find-replay.ts";
import { placeOf } from "#lib/platforms/places.ts";

/**
 * Why a caller may not do this where it is, or not use this feature there; null when it may. A request that was carried
 * out before (`asked`) is answered again, whatever has changed since.
 */
export async function barHere(
  caller: Caller,
  feature: string | null,
  asked: RequestKey | null,
): Promise<Problem | null> {
  const barred = caller.barred ?? (feature === null ? null : await barFeature(caller, feature));
  if (barred === null || asked === null) return barred;
  return (await findReplay(database(), caller.account, asked)) === null ? barred : null;
}

async function barFeature({ platform, wayBack }: Caller, feature: string): Promise<Problem | null> {
  if (platform === null || platform === "web") return null;
  const place = await placeOf(database(), feature, platform);
  if (place === null || place === "credits") return null;
  const detail = place === "on-device" ? `it runs on ${platform} itself, without credits` : `it runs on the web`;
  const page = `/tools/${encodeURIComponent(feature)}`;
  return { slug: "not-on-this-platform", detail, more: { platform, webUrl: webUrl(page, wayBack) } };
}
