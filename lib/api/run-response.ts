import "server-only";
import type { z } from "zod";
import type { Answer } from "#lib/api/http/answer.ts";
import type { Caller } from "#lib/api/http/caller.ts";
import { jsonResponse } from "#lib/api/http/json-response.ts";
import { invalidRequest, type Problem } from "#lib/api/http/problem.ts";
import { isDemo } from "#lib/config/settings.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { findReplay } from "#lib/ledger/commit/find-replay.ts";
import { cancelRun } from "#lib/spending/runs/cancel-run.ts";
import { runsAtOnce } from "#lib/spending/runs/run-limits.ts";
import { startRun } from "#lib/spending/runs/start-run.ts";
import type { Make } from "#lib/spending/runs/work-on-run.ts";
import { failOnPurpose, makeResult } from "#lib/tools/make-result.ts";
import { checkToolFile, readToolInput, type ToolInput } from "#lib/tools/read-tool-input.ts";
import { parseTool, tools } from "#lib/tools/tool.ts";
import { outcomeResponse } from "./outcome-response.ts";
import { presentRunLine } from "./present-run.ts";
import type { requests } from "./request-shapes.ts";
import { requirePlatform } from "./require-platform.ts";
import { responseToUse } from "./use-response.ts";
import { withinLimit } from "./within-limit.ts";

/** A request to start a run, with the input of its tool. */
interface Sent {
  caller: Caller;
  body: z.infer<typeof requests.run>;
  input: ToolInput;
  asked: RequestKey;
  /** Whether the demo's switch asks for a failure. */
  toFail: boolean;
}

/** The input of a run's tool, or why it is invalid. */
export async function readRunInput(
  { feature, units, input = {} }: z.infer<typeof requests.run>,
  file: Buffer | null,
): Promise<{ status: "read"; input: ToolInput } | { status: "refused"; problem: Problem }> {
  const tool = parseTool(feature);
  if (tool === null) return refuse("feature", "is not a feature that runs");
  if (units > tools[tool].mostUnits) return refuse("units", `may be at most ${tools[tool].mostUnits} for this feature`);
  const reading = await readToolInput(tool, input, file);
  return reading.status === "refused" ? refuse(reading.path, reading.message) : reading;
}

function refuse(path: string, message: string): { status: "refused"; problem: Problem } {
  return { status: "refused", problem: invalidRequest([{ path, message }]) };
}

/**
 * Holds what a run costs and starts its tool, or returns why not. A replay is never refused because of a limit or of
 * its file.
 */
export async function runResponse({ caller, body, input, asked, toFail }: Sent): Promise<Answer> {
  const { feature, units, quote } = body;
  const { account, platform, clientVersion, actor } = caller;
  const denied = await requirePlatform(caller, feature, asked);
  if (denied !== null) return denied;
  const limited = await withinLimit(caller, "runs", 30);
  if (limited !== null && (await findReplay(database(), account, asked)) === null) return limited;
  const unusable = await checkToolFile(input);
  if (unusable !== null && (await findReplay(database(), account, asked)) === null) {
    return invalidRequest([{ path: "file", message: unusable }]);
  }
  const use = {
    account,
    feature,
    units,
    quote: quote ?? null,
    platform,
    clientVersion,
    actor,
    request: asked,
  };
  const make: Make = (work) => makeResult(input, units, work);
  const started = await startRun(database(), use, toFail && isDemo() ? failOnPurpose(make) : make);
  switch (started.status) {
    case "started": {
      const { run, transaction, replayed } = started;
      const headers = replayed ? { "Idempotent-Replayed": "true" } : undefined;
      return jsonResponse(await presentRunLine(run, transaction, caller.visibility), { status: 202, headers });
    }
    case "refused":
      return await responseToUse(started, caller, body, () => ({}));
    case "too-many": {
      const detail = `at most ${runsAtOnce} runs at a time: wait until one has finished, or cancel one`;
      return { slug: "rate-limited", detail, retryAfterSeconds: 5 };
    }
    case "results-full": {
      const detail = "the account's kept results leave no room for more: start the run after roomAt";
      return { slug: "results-full", detail, more: { roomAt: started.roomAt.toISOString() } };
    }
  }
}

/** Cancels a run, or returns that it has ended. */
export async function cancelResponse(
  { account, actor, platform, visibility }: Caller,
  run: string,
  asked: RequestKey,
): Promise<Answer> {
  const cancelled = await cancelRun(database(), { account, run, request: asked, actor, platform });
  if (cancelled.run === null) return noSuchRun;
  const own = cancelled.run;
  return await outcomeResponse(cancelled.outcome, (line) => presentRunLine(own, line, visibility));
}

/** The problem when an account has no run with this id. */
export const noSuchRun = { slug: "not-found", detail: "run not found" } as const;
