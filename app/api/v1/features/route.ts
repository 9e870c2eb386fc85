import { methods } from "#lib/api/methods.ts";
import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { readFeatures } from "#lib/features/catalogue.ts";
import type { Caller } from "#lib/http/caller.ts";
import { webUrl } from "#lib/http/web-url.ts";
import { listPlaces, type Places } from "#lib/platforms/places.ts";

const read = readRoute({ web: true, service: "read", device: "spend", evenBarred: true }, null, async ({ caller }) => {
  const [features, placesOf] = await Promise.all([readFeatures(database()), listPlaces(database())]);
  const listed = features.map((feature) => ({
    ...feature,
    platforms: placesOf(feature.slug),
    webUrl: webUrl(`/tools/${feature.slug}`, caller.wayBack),
  }));
  return Response.json({
    features: caller.barred === null ? listed : listed.map((feature) => withoutCredits(feature, caller)),
  });
});

/** Where credits are not used, what needs them is done on the web. */
function withoutCredits<Listed extends { platforms: Places }>(feature: Listed, { platform }: Caller): Listed {
  if (platform === null || feature.platforms[platform] !== "credits") return feature;
  return { ...feature, platforms: { ...feature.platforms, [platform]: "web" } };
}

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
