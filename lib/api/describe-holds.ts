import { z } from "zod";
import { type Call, describeCall } from "./describe-call.ts";
import { queries } from "./queries.ts";
import { holdShape, requests, transactionShape, writtenBalanceShape } from "./shapes.ts";

/** The calls that set credits aside for jobs, end that, and give credits back. */
export function describeHolds() {
  return {
    "/api/v1/holds": { get: listHolds, post: holdCredits },
    "/api/v1/holds/{id}": { get: getHold },
    "/api/v1/holds/{id}/capture": { post: captureHold },
    "/api/v1/holds/{id}/release": { post: releaseHold },
    "/api/v1/holds/{id}/extend": { post: extendHold },
    "/api/v1/spends/{version}/refunds": { post: refund },
  };
}

const written = z.strictObject({ transaction: transactionShape, balance: writtenBalanceShape });
const holdWritten = written.extend({ hold: holdShape });
const holdPath = z.object({ id: z.string().meta({ description: "The hold's number in the account." }) });
const thisHold = { id: "$response.body#/hold/id" } as const;
const endings = { capture: thisHold, release: thisHold, extend: thisHold };
const refundable = { refund: { version: "$response.body#/transaction/version" } } as const;
const forService = { callers: "service", keyed: true, answers: { "201": holdWritten } } as const;

const listHolds = describeCall({
  operationId: "listHolds",
  summary: "The holds as they are now, newest first",
  callers: "web and service",
  query: queries.holds,
  answers: { "200": z.strictObject({ holds: z.array(holdShape), nextBefore: z.int().positive().nullable() }) },
  refusals: ["invalid-request"],
});

const getHold = describeCall({
  operationId: "getHold",
  summary: "One hold as it is now",
  callers: "web and service",
  path: holdPath,
  answers: { "200": z.strictObject({ hold: holdShape }) },
  refusals: ["not-found"],
  links: endings,
});

const holdCredits = describeCall({
  ...forService,
  operationId: "hold",
  summary: "Sets credits aside for a running job: all that it may cost, or none",
  body: requests.hold,
  refusals: ["insufficient-credits", "quote-expired", "quote-changed", "account-frozen"],
  links: { getHold: thisHold, ...endings },
});

const ofHold = { ...forService, path: holdPath } satisfies Partial<Call>;

const captureHold = describeCall({
  ...ofHold,
  operationId: "capture",
  summary: "Uses what is held, all or part; the rest goes back to its batches, or with final: false stays held",
  body: requests.capture,
  refusals: ["hold-not-open", "exceeds-hold"],
  links: refundable,
});

const releaseHold = describeCall({
  ...ofHold,
  operationId: "release",
  summary: "Gives back all that is still held: the job failed or was cancelled",
  body: requests.release,
  refusals: ["hold-not-open"],
});

const extendHold = describeCall({
  ...ofHold,
  operationId: "extend",
  summary: "Moves a hold's end to so many seconds from now, within 24 hours of its beginning",
  body: requests.extend,
  refusals: ["hold-not-open"],
});

const refund = describeCall({
  operationId: "refund",
  summary: "Gives back a spend or a capture, whole or in part, to the batches it took from",
  callers: "service",
  keyed: true,
  path: z.object({ version: z.string().meta({ description: "The version of the spend or the capture." }) }),
  body: requests.refund,
  answers: { "201": written },
  refusals: ["exceeds-spend"],
});
