import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { queryInput } from "#lib/api/input.ts";
import { presentBatch, presentBatchWithSource } from "#lib/api/present.ts";
import { queries } from "#lib/api/queries.ts";
import { batchShape } from "#lib/api/shapes.ts";
import { database } from "#lib/database.ts";
import { readBatchPage } from "#lib/ledger/read/batches.ts";

export const listBatches = accountCall({
  operationId: "listBatches",
  method: "GET",
  path: "/api/v1/batches",
  summary: "The batches, in deduction order",
  callers: { web: true, service: "read", device: "see-batches" },
  input: queryInput(queries.batches),
  answers: { "200": z.strictObject({ batches: z.array(batchShape), nextAfter: z.int().positive().nullable() }) },
  handle: async ({ caller, input: { state = "live", limit = 100, after = null } }) => {
    const page = await readBatchPage(database(), caller.account, { state, after, limit });
    if (page.status === "not-found") return { slug: "not-found", detail: "no batch to continue from" };
    const present = caller.type === "service" ? presentBatchWithSource : presentBatch;
    return Response.json({ batches: page.batches.map(present), nextAfter: page.nextAfter });
  },
});
