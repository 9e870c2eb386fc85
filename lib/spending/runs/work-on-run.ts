import type { Db } from "#db/client.ts";
import { insertRunFiles } from "#db/queries/run-files.ts";
import { type RunRow, setRunOutcome, setRunProgress } from "#db/queries/runs.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { log } from "#lib/observability/log.ts";
import type { NoResult } from "./no-result.ts";
import { reconcileRun } from "./reconcile-run.ts";
import { keptHours, type RunLimits } from "./run-limits.ts";

/** A file of a run; pictures have a size in pixels. */
export interface RunFile {
  bytes: Buffer;
  type: string;
  name: string;
  width: number | null;
  height: number | null;
}

/** What a tool made and how many units, at most the requested ones; or why it made nothing. */
export type Making = { status: "made"; files: RunFile[]; units: number } | { status: "not-made"; reason: NoResult };

/** The work of a tool. `report` takes the fraction that is done, 0 to 1; after `signal` the result is not needed. */
export type Make = (work: { report: (part: number) => void; signal: AbortSignal }) => Promise<Making>;

interface Job {
  run: RunRow;
  /** Whole credits. */
  held: number;
  make: Make;
  limits: RunLimits;
}

/**
 * Runs a tool for a run that holds its credits, in the background. The result, or why it has no result, is
 * written first, then the run is reconciled. If the process dies in between, another process does the rest.
 */
export function workOnRun(db: Db, job: Job): void {
  void work(db, job).catch((error: unknown) => {
    log.warn({ err: error, run: job.run.id }, "A run will be reconciled later");
  });
}

async function work(db: Db, job: Job): Promise<void> {
  const { id } = job.run;
  const stop = new AbortController();
  const extending = keepHeld(db, job, stop.signal);
  try {
    const making = await withinTime(makeWith(db, job, stop), job.limits.workSeconds);
    if (making.status === "made") await keepResult(db, job, making);
    else await setRunOutcome(db, id, { error: making.reason });
  } finally {
    stop.abort();
    clearInterval(extending);
  }
  await reconcileRun(db, id);
}

/** A tool that throws is a failed run; the error is logged. */
async function makeWith(db: Db, { run, make }: Job, stop: AbortController): Promise<Making> {
  try {
    return await make({ report: reporter(db, run.id, stop), signal: stop.signal });
  } catch (error) {
    if (!stop.signal.aborted) log.error({ err: error, run: run.id, feature: run.feature }, "A tool failed");
    return { status: "not-made", reason: "failed" };
  }
}

const reportMs = 250;

/** Stores the progress a few times a second, and stops the work when the run has ended, for example by cancelling. */
function reporter(db: Db, id: string, stop: AbortController) {
  let reportedAt = 0;
  return (part: number) => {
    const now = Date.now();
    if (now - reportedAt < reportMs || stop.signal.aborted) return;
    reportedAt = now;
    const progress = Math.max(0, Math.min(99, Math.floor(part * 100)));
    // A lost report does no harm: the next one replaces it.
    void setRunProgress(db, id, progress).then(
      (runs) => (runs ? undefined : stop.abort()),
      () => undefined,
    );
  };
}

/** Extends the hold while the work continues, well before it lapses. */
function keepHeld(db: Db, { run, limits }: Job, signal: AbortSignal): NodeJS.Timeout {
  let round = 0;
  const { accountId, id, hold, platform } = run;
  const extend = async () => {
    if (signal.aborted || hold === null) return;
    round += 1;
    const request = requestKey("jobs", `run ${id} extend ${round}`, { method: "RUN", path: id, body: { round } });
    const moved = { expiresInSeconds: limits.holdSeconds, request, actor: "run", platform };
    await commitOne(db, { type: "extend", account: accountId, hold, ...moved });
  };
  const timer = setInterval(() => void extend().catch(() => undefined), (limits.holdSeconds * 1000) / 3);
  timer.unref();
  return timer;
}

async function withinTime(making: Promise<Making>, seconds: number): Promise<Making> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Making>((resolve) => {
    timer = setTimeout(() => resolve({ status: "not-made", reason: "too-slow" }), seconds * 1000);
  });
  return await Promise.race([making, late]).finally(() => clearTimeout(timer));
}

/** The files and their cost are written together: from then on any process can finish the run. */
async function keepResult(db: Db, { run, held }: Job, { files, units }: Extract<Making, { status: "made" }>) {
  const cost = (held / run.units) * Math.min(units, run.units);
  const expiresAt = new Date(Date.now() + keptHours * 3600 * 1000);
  await inTransaction(db, async (tx) => {
    if (!(await setRunOutcome(tx, run.id, { cost }))) return;
    await insertRunFiles(
      tx,
      files.map((file, index) => ({ runId: run.id, number: index + 1, ...file, expiresAt })),
    );
  });
}
