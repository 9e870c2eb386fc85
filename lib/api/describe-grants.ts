import { z } from "zod";
import { describeCall } from "./describe-call.ts";
import { queries } from "./queries.ts";
import { batchShape, requests, transactionShape, writtenBalanceShape } from "./shapes.ts";

/** The calls that grant credits and find what was granted, for the OpenAPI document. */
export function describeGrants() {
  return { "/api/v1/grants": { get: findGrants, post: grant } };
}

const granted = z.strictObject({ transaction: transactionShape, batch: batchShape });

const grant = describeCall({
  operationId: "grant",
  summary: "Adds a batch; an outside fact, named by source and sourceId, is granted once",
  callers: "service",
  keyed: true,
  body: requests.grant,
  answers: { "201": granted.extend({ balance: writtenBalanceShape }) },
  refusals: ["source-used"],
});

const findGrants = describeCall({
  operationId: "findGrants",
  summary: "What was granted for an outside fact, in whatever account: none or one, with its batch as it is now",
  callers: "service",
  withoutAccount: true,
  query: queries.grants,
  answers: {
    "200": z.strictObject({
      grants: z.array(granted.extend({ account: z.uuid() })),
    }),
  },
  refusals: ["invalid-request"],
});
