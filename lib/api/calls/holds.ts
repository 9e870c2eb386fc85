import "server-only";
import { z } from "zod";
import { accountCall } from "#lib/api/call.ts";
import { holdChangeResponse, holdResponse, noSuchHold } from "#lib/api/hold-response.ts";
import { jsonInput, noInput, queryInput } from "#lib/api/input.ts";
import { readNumber } from "#lib/api/path-number.ts";
import { presentHold } from "#lib/api/present-hold.ts";
import { queries } from "#lib/api/queries.ts";
import { requests } from "#lib/api/request-shapes.ts";
import { holdShape, transactionShape, writtenBalanceShape } from "#lib/api/shapes.ts";
import { database } from "#lib/database.ts";
import { readHold, readHolds } from "#lib/ledger/read/holds.ts";

const readers = { web: true, service: "read", device: "see-batches" } as const;
const writers = { web: false, service: "spend", device: null } as const;
const params = z.object({ id: z.string().meta({ description: "The number of the hold in the account." }) });
const holdWritten = z.strictObject({ hold: holdShape, transaction: transactionShape, balance: writtenBalanceShape });
const thisHold = { id: "$response.body#/hold/id" } as const;
const endings = { capture: thisHold, release: thisHold, extend: thisHold };

export const listHolds = accountCall({
  operationId: "listHolds",
  method: "GET",
  path: "/api/v1/holds",
  summary: "The holds in their current state, newest first",
  callers: readers,
  input: queryInput(queries.holds),
  answers: { "200": z.strictObject({ holds: z.array(holdShape), nextBefore: z.int().positive().nullable() }) },
  handle: async ({ caller, input: { state = "all", reference = null, before = null, limit = 100 } }) => {
    const page = await readHolds(database(), caller.account, { state, reference, before, limit });
    return Response.json({ holds: page.holds.map(presentHold), nextBefore: page.nextBefore });
  },
});

export const holdCredits = accountCall({
  operationId: "hold",
  method: "POST",
  path: "/api/v1/holds",
  summary: "Holds credits for a running job: all that it can cost, or none",
  callers: writers,
  keyed: true,
  input: jsonInput(requests.hold),
  answers: { "201": holdWritten },
  problems: ["insufficient-credits", "quote-expired", "quote-changed", "account-frozen"],
  links: { getHold: thisHold, ...endings },
  handle: async ({ caller, input, asked }) => await holdResponse(caller, input, asked),
});

export const getHold = accountCall({
  operationId: "getHold",
  method: "GET",
  path: "/api/v1/holds/{id}",
  summary: "One hold in its current state",
  callers: readers,
  params,
  input: noInput,
  answers: { "200": z.strictObject({ hold: holdShape }) },
  problems: ["not-found"],
  links: endings,
  handle: async ({ caller, params: { id } }) => {
    const number = readNumber(id);
    const hold = number === null ? null : await readHold(database(), caller.account, number);
    return hold === null ? noSuchHold : Response.json({ hold: presentHold(hold) });
  },
});

export const capture = accountCall({
  operationId: "capture",
  method: "POST",
  path: "/api/v1/holds/{id}/capture",
  summary: "Captures a hold, in whole or in part. The rest goes back to its batches; with final: false it stays held",
  callers: writers,
  params,
  keyed: true,
  input: jsonInput(requests.capture),
  answers: { "201": holdWritten },
  problems: ["hold-not-open", "exceeds-hold"],
  links: { refund: { version: "$response.body#/transaction/version" } },
  handle: async ({ caller, input: { amount = null, final = true }, params: { id }, asked }) =>
    await holdChangeResponse({ caller, id, request: asked }, { type: "capture", amount, final }),
});

export const release = accountCall({
  operationId: "release",
  method: "POST",
  path: "/api/v1/holds/{id}/release",
  summary: "Releases all credits that are still held: the job failed or was cancelled",
  callers: writers,
  params,
  keyed: true,
  input: jsonInput(requests.release),
  answers: { "201": holdWritten },
  problems: ["hold-not-open"],
  handle: async ({ caller, input: { cause }, params: { id }, asked }) =>
    await holdChangeResponse({ caller, id, request: asked }, { type: "release", cause }),
});

export const extend = accountCall({
  operationId: "extend",
  method: "POST",
  path: "/api/v1/holds/{id}/extend",
  summary: "Extends a hold to the given number of seconds from now, at most 24 hours after it was made",
  callers: writers,
  params,
  keyed: true,
  input: jsonInput(requests.extend),
  answers: { "201": holdWritten },
  problems: ["hold-not-open"],
  handle: async ({ caller, input: { expiresInSeconds }, params: { id }, asked }) =>
    await holdChangeResponse({ caller, id, request: asked }, { type: "extend", expiresInSeconds }),
});
