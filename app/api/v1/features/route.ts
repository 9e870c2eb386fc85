import { methods } from "#lib/api/methods.ts";
import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { readFeatures } from "#lib/features/catalogue.ts";

const read = readRoute({ web: true, service: "read" }, null, async () =>
  Response.json({ features: await readFeatures(database()) }),
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
