import "server-only";
import type { z } from "zod";
import type { RequestKey, Transaction } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import type { Answer } from "#lib/http/answer.ts";
import type { Caller } from "#lib/http/caller.ts";
import { commitOne } from "#lib/ledger/commit.ts";
import { findReplay } from "#lib/ledger/find-replay.ts";
import { answerOutcome } from "./answer-outcome.ts";
import { readVersion } from "./path-number.ts";
import { presentWritten } from "./present.ts";
import type { requests } from "./shapes.ts";

/** Gives back credits of the spend or capture that a path names, or answers why not. */
export async function answerRefund(
  { caller: { account, platform, actor }, version, request }: { caller: Caller; version: string; request: RequestKey },
  { amount, reason }: z.infer<typeof requests.refund>,
): Promise<Answer> {
  const of = readVersion(version);
  if (of === null) {
    const replay = await findReplay(database(), account, request);
    if (replay === null) return { slug: "not-found", detail: "there is no such transaction" };
    return await answerOutcome(replay, present);
  }
  const command = { type: "refund" as const, of, amount: amount ?? null, reason, account, platform, actor, request };
  return await answerOutcome(await commitOne(database(), command), present);
}

/** For product back ends, who see all of it. */
function present(line: Transaction) {
  return presentWritten(line, "batches");
}
