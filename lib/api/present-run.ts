import { settings } from "#lib/config/settings.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import type { Visibility } from "#lib/devices/policy.ts";
import type { RunNow } from "#lib/spending/runs/read-run.ts";

import { presentHold, presentHoldLine } from "./present-hold.ts";

type Run = RunNow["run"];

/** The current state of a run, with what it made and used. */
export function presentRun({ run, hold, files, receipt }: RunNow) {
  const results = files.map(({ number, type, name, width, height, expiresAt }) => ({
    url: `${settings().appUrl}/api/v1/runs/${run.id}/results/${number}`,
    type,
    name,
    width: width ?? undefined,
    height: height ?? undefined,
    expiresAt: expiresAt.toISOString(),
  }));
  return {
    ...about(run),
    status: run.status,
    hold: presentHold(hold),
    progress: run.progress,
    cost: run.status === "done" ? (run.cost ?? undefined) : undefined,
    result: results[0],
    results: results.length > 0 ? results : undefined,
    error: run.error ?? undefined,
    receipt: receipt ?? undefined,
  };
}

/** A run as far as it is visible to a caller: all see what it used; kinds, hold and balance depend on visibility. */
export function presentRunTo(visibility: Visibility, now: RunNow) {
  const run = presentRun(now);
  switch (visibility) {
    case "batches":
    case "kinds":
      return run;
    case "total": {
      const receipt = run.receipt && { version: run.receipt.version, used: run.receipt.used };
      return { ...run, hold: inShort(run.hold), receipt };
    }
  }
}

/**
 * A run with the transaction that started or ended it, both as the transaction left them: a replay returns the same.
 */
export async function presentRunLine(run: Run, line: Transaction, visibility: Visibility) {
  const { hold, balance } = await presentHoldLine(line);
  const status = line.type === "hold" ? ("running" as const) : ("cancelled" as const);
  return { run: { ...about(run), status, hold: visibility === "total" ? inShort(hold) : hold }, balance };
}

/** Callers that see only a total do not see held credits. */
function inShort({ id, status }: ReturnType<typeof presentHold>) {
  return { id, status };
}

function about({ id, feature, units, createdAt }: Run) {
  return { id, feature, units, createdAt: createdAt.toISOString() };
}
