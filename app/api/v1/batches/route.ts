import { methods } from "#lib/api/methods.ts";
import { presentBatch, presentBatchWithSource } from "#lib/api/present.ts";
import { queries } from "#lib/api/queries.ts";
import { readRoute } from "#lib/api/route.ts";
import { database } from "#lib/database.ts";
import { readBatchPage } from "#lib/ledger/read-batches.ts";

const read = readRoute(
  { web: true, service: "read", device: "see-batches" },
  queries.batches,
  async ({ caller, query }) => {
    const { state = "live", limit = 100, after = null } = query ?? {};
    const page = await readBatchPage(database(), caller.account, { state, after, limit });
    if (page.status === "not-found") return { slug: "not-found", detail: "there is no batch to go on from" };
    const present = caller.type === "service" ? presentBatchWithSource : presentBatch;
    return Response.json({ batches: page.batches.map(present), nextAfter: page.nextAfter });
  },
);

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: read });
