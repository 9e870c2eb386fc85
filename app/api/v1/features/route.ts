import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { readFeatures } from "#lib/features/catalogue.ts";

export const GET = readRoute({ web: true, service: "read" }, null, async () =>
  Response.json({ features: await readFeatures(database()) }),
);
