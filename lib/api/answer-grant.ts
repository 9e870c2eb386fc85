import "server-only";
import type { z } from "zod";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import type { Answer } from "#lib/http/answer.ts";
import type { Caller } from "#lib/http/caller.ts";
import { invalidRequest } from "#lib/http/problem.ts";
import { commitOne } from "#lib/ledger/commit.ts";
import { findReplay } from "#lib/ledger/find-replay.ts";
import { answerOutcome } from "./answer-outcome.ts";
import { presentMadeBatch, presentWritten } from "./present.ts";
import type { requests } from "./shapes.ts";

/** Sources that only the server itself grants from. */
const ownSources = new Set(["order"]);

/** Grants, or answers why not. Subscription and activity credits always end; purchased ones may last for ever. */
export async function answerGrant(
  caller: Caller,
  { kind, amount, expiresAt, source, sourceId, reason }: z.infer<typeof requests.grant>,
  request: RequestKey,
): Promise<Answer> {
  const { account, platform, actor } = caller;
  const refused = ownSources.has(source)
    ? invalidRequest([{ path: "source", message: "is granted by the store alone" }])
    : kind !== "purchased" && expiresAt === undefined
      ? invalidRequest([{ path: "expiresAt", message: `is required for ${kind} credits` }])
      : null;
  if (refused !== null) {
    const replay = await findReplay(database(), account, request);
    return replay === null ? refused : answerOutcome(replay, presentGrant);
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
  return answerOutcome(outcome, presentGrant);
}

function presentGrant(line: Parameters<typeof presentWritten>[0]) {
  return { ...presentWritten(line), batch: presentMadeBatch(line) };
}
