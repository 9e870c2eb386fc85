import "server-only";
import type { z } from "zod";
import type { Answer } from "#lib/api/http/answer.ts";
import type { Caller } from "#lib/api/http/caller.ts";
import type { CaptureCommand, ExtendCommand, ReleaseCommand } from "#lib/credits/command.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { findReplay } from "#lib/ledger/commit/find-replay.ts";
import { hold } from "#lib/spending/hold.ts";
import { outcomeResponse } from "./outcome-response.ts";
import { readNumber } from "./path-number.ts";
import { presentHoldLine } from "./present-hold.ts";
import type { requests } from "./request-shapes.ts";
import { responseToUse } from "./use-response.ts";

/** Holds credits for a job that starts, or returns why not. */
export async function holdResponse(
  caller: Caller,
  { quote, ...asked }: z.infer<typeof requests.hold>,
  request: RequestKey,
): Promise<Answer> {
  const { account, platform, clientVersion, actor } = caller;
  const who = { account, platform, clientVersion, actor, request };
  const use = { ...who, ...asked, quote: quote ?? null };
  return await responseToUse(await hold(database(), use), caller, asked, presentHoldLine);
}

/** A command about one hold, without the caller and the hold. */
type HoldChange =
  | Pick<CaptureCommand, "type" | "amount" | "final">
  | Pick<ReleaseCommand, "type" | "cause">
  | Pick<ExtendCommand, "type" | "expiresInSeconds">;

/** Captures, releases or extends the hold that a path names. */
export async function holdChangeResponse(
  {
    caller: { account, platform, actor },
    id,
    request,
  }: { caller: Caller; id: string | undefined; request: RequestKey },
  change: HoldChange,
): Promise<Answer> {
  const number = readNumber(id);
  if (number === null) {
    const replay = await findReplay(database(), account, request);
    return replay === null ? noSuchHold : await outcomeResponse(replay, presentHoldLine);
  }
  const outcome = await commitOne(database(), { ...change, hold: number, account, platform, actor, request });
  return await outcomeResponse(outcome, presentHoldLine);
}

/** The problem when an account has no hold with this number. */
export const noSuchHold = { slug: "not-found", detail: "hold not found" } as const;
