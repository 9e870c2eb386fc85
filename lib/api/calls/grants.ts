import "server-only";
import { z } from "zod";
import { accountCall, serviceCall } from "#lib/api/call.ts";
import { invalidRequest } from "#lib/api/http/problem.ts";
import { jsonInput, queryInput } from "#lib/api/input.ts";
import { outcomeResponse } from "#lib/api/outcome-response.ts";
import { presentBatchWithSource, presentMadeBatch, presentTransaction, presentWritten } from "#lib/api/present.ts";
import { queries } from "#lib/api/queries.ts";
import { requests } from "#lib/api/request-shapes.ts";
import { batchShape, transactionShape, writtenBalanceShape } from "#lib/api/shapes.ts";
import type { Kind } from "#lib/credits/kinds.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { findReplay } from "#lib/ledger/commit/find-replay.ts";
import { readGrantsOf } from "#lib/ledger/read/grants.ts";

const granted = z.strictObject({ transaction: transactionShape, batch: batchShape });

export const grant = accountCall({
  operationId: "grant",
  method: "POST",
  path: "/api/v1/grants",
  summary:
    "Grants credits as a new batch. What they are granted for is named by source and sourceId, and is granted once",
  callers: { web: false, service: "grant", device: null },
  keyed: true,
  input: jsonInput(requests.grant),
  answers: { "201": granted.extend({ balance: writtenBalanceShape }) },
  problems: ["source-used"],
  handle: async ({ caller: { account, platform, actor }, input, asked }) => {
    const { kind, amount, expiresAt, source, sourceId, reason } = input;
    // A replay has the same source, found by its key or by the source itself.
    const present = (line: Transaction) => ({
      ...presentWritten(line, "batches"),
      batch: { ...presentMadeBatch(line), sourceId },
    });
    const errors = [...refuseSource(source), ...refuseEnd(kind, expiresAt)];
    if (errors.length > 0) {
      const replay = await findReplay(database(), account, asked);
      return replay === null ? invalidRequest(errors) : await outcomeResponse(replay, present);
    }
    const outcome = await commitOne(database(), {
      type: "grant",
      account,
      kind,
      amount,
      expiresAt: expiresAt === undefined ? null : new Date(expiresAt),
      source,
      sourceId: sourceId ?? null,
      reason,
      // Purchased credits with a source are an app store's; without one they are a gift.
      repays: kind === "purchased" && sourceId !== undefined,
      platform,
      actor,
      request: asked,
    });
    return await outcomeResponse(outcome, present);
  },
});

export const findGrants = serviceCall({
  operationId: "findGrants",
  method: "GET",
  path: "/api/v1/grants",
  summary: "The grant for a source and sourceId, in any account: none or one, with the current state of its batch",
  permission: "grant",
  input: queryInput(queries.grants),
  answers: { "200": z.strictObject({ grants: z.array(granted.extend({ account: z.uuid() })) }) },
  handle: async ({ input }) => {
    const grants = await readGrantsOf(database(), input);
    return Response.json({
      grants: grants.map(({ account, transaction, batch }) => ({
        account,
        transaction: presentTransaction(transaction, "batches"),
        batch: presentBatchWithSource(batch),
      })),
    });
  },
});

/** Sources that only this server grants from. */
const ownSources = new Map([
  ["order", "the store"],
  ["campaign", "campaigns"],
]);
const longestYears = 10;

/** Why a back end cannot name this source; empty when it can. */
export function refuseSource(source: string) {
  const own = ownSources.get(source);
  return own === undefined ? [] : [{ path: "source", message: `is granted by ${own} alone` }];
}

/** Subscription and activity credits always expire; purchased credits can be without expiry. */
function refuseEnd(kind: Kind, expiresAt: string | undefined) {
  if (expiresAt === undefined) {
    return kind === "purchased" ? [] : [{ path: "expiresAt", message: `is required for ${kind} credits` }];
  }
  const latest = new Date();
  latest.setUTCFullYear(latest.getUTCFullYear() + longestYears);
  return new Date(expiresAt) > latest ? [{ path: "expiresAt", message: `must lie within ${longestYears} years` }] : [];
}
