import "server-only";
import type { z } from "zod";
import type { Answer } from "#lib/api/http/answer.ts";
import type { Caller } from "#lib/api/http/caller.ts";
import type { RequestKey, Transaction } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { findReplay } from "#lib/ledger/commit/find-replay.ts";
import { spend } from "#lib/spending/spend.ts";
import { outcomeResponse } from "./outcome-response.ts";
import { presentWritten } from "./present.ts";
import type { requests } from "./request-shapes.ts";
import { responseToUse } from "./use-response.ts";
import { withinLimit } from "./within-limit.ts";

/** Spends credits, or returns why not; a refusal about the quote has the new one. A replay is never limited. */
export async function spendResponse(
  caller: Caller,
  { quote, ...asked }: z.infer<typeof requests.spend>,
  request: RequestKey,
): Promise<Answer> {
  const { account, platform, clientVersion, actor, visibility } = caller;
  const present = (line: Transaction) => presentWritten(line, visibility);
  const limited = await withinLimit(caller, "spends", 60);
  if (limited !== null) {
    const replay = await findReplay(database(), account, request);
    return replay === null ? limited : outcomeResponse(replay, present);
  }
  const use = { ...asked, account, quote: quote ?? null, platform, clientVersion, actor, request };
  return await responseToUse(await spend(database(), use), caller, asked, present);
}
