import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import type { Caller } from "#lib/api/http/caller.ts";
import { webUrl } from "#lib/api/http/web-url.ts";
import { noInput } from "#lib/api/input.ts";
import { featureShape } from "#lib/api/shapes.ts";
import { readFeatures } from "#lib/catalogue/features.ts";
import { database } from "#lib/database.ts";
import { listPlaces, type Places } from "#lib/devices/places.ts";

export const listFeatures = accountCall({
  operationId: "listFeatures",
  method: "GET",
  path: "/api/v1/features",
  summary: "The features that credits can be used for",
  callers: { web: true, service: "read", device: "spend" },
  servesDenied: true,
  input: noInput,
  answers: { "200": z.strictObject({ features: z.array(featureShape) }) },
  handle: async ({ caller }) => {
    const [features, placesOf] = await Promise.all([readFeatures(database()), listPlaces(database())]);
    const listed = features.map((feature) => ({
      ...feature,
      platforms: placesOf(feature.slug),
      webUrl: webUrl(`/tools/${feature.slug}`, caller.returnLink),
    }));
    return Response.json({
      features: caller.denied === null ? listed : listed.map((feature) => withoutCredits(feature, caller)),
    });
  },
});

/** On a platform without credits, features that need them run on the web. */
function withoutCredits<Listed extends { platforms: Places }>(feature: Listed, { platform }: Caller): Listed {
  if (platform === null || feature.platforms[platform] !== "credits") return feature;
  return { ...feature, platforms: { ...feature.platforms, [platform]: "web" } };
}
