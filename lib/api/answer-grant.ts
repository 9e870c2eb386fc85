import "server-only";
import type { z } from "zod";
import type { Kind } from "#lib/credits/kinds.ts";
import type { RequestKey, Transaction } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import type { Answer } from "#lib/http/answer.ts";
import type { Caller } from "#lib/http/caller.ts";
import { invalidRequest } from "#lib/http/problem.ts";
import { commitOne } from "#lib/ledger/commit.ts";
import { findReplay } from "#lib/ledger/find-replay.ts";
import { answerOutcome } from "./answer-outcome.ts";
import { presentMadeBatch, presentWritten } from "./present.ts";
import type { requests } from "./shapes.ts";

/** Grants, or answers why not. Subscription and activity credits always end; purchased ones may last for ever. */
export async function answerGrant(
  caller: Caller,
  { kind, amount, expiresAt, source, sourceId, reason }: z.infer<typeof requests.grant>,
  request: RequestKey,
): Promise<Answer> {
  const { account, platform, actor } = caller;
  // A replay is of the same source, by its key or by the fact itself.
  const present = (line: Transaction) => ({
    ...presentWritten(line, "batches"),
    batch: { ...presentMadeBatch(line), sourceId },
  });
  const errors = [...refuseSource(source), ...refuseEnd(kind, expiresAt)];
  if (errors.length > 0) {
    const replay = await findReplay(database(), account, request);
    return replay === null ? invalidRequest(errors) : await answerOutcome(replay, present);
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
    platform,
    actor,
    request,
  });
  return await answerOutcome(outcome, present);
}

/** Sources that only the server itself grants from. */
const ownSources = new Set(["order"]);
const longestYears = 10;

function refuseSource(source: string) {
  return ownSources.has(source) ? [{ path: "source", message: "is granted by the store alone" }] : [];
}

function refuseEnd(kind: Kind, expiresAt: string | undefined) {
  if (expiresAt === undefined) {
    return kind === "purchased" ? [] : [{ path: "expiresAt", message: `is required for ${kind} credits` }];
  }
  const latest = new Date();
  latest.setUTCFullYear(latest.getUTCFullYear() + longestYears);
  return new Date(expiresAt) > latest ? [{ path: "expiresAt", message: `must lie within ${longestYears} years` }] : [];
}
