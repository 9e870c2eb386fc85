import type { Db } from "#db/client.ts";
import { readHoldEnd } from "#db/queries/credits/transactions.ts";
import { deleteRunFiles } from "#db/queries/run-files.ts";
import { type RunRow, readRunRow, settleRun } from "#db/queries/runs.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { readHold } from "#lib/ledger/read/holds.ts";
import { causeOf } from "./no-result.ts";

/**
 * Brings a run to the state of its hold and returns it; null when it does not exist. The worker, a
 * cancellation, a read and the reconciliation job all call only this, any number of times and in any sequence:
 * the run's outcome is written before, the capture and the release carry the run's key, and of
 * capturing, cancelling and lapsing exactly one wins.
 */
export async function reconcileRun(db: Db, id: string): Promise<RunRow | null> {
  const run = await readRunRow(db, id);
  if (run === null || run.status !== "running" || run.hold === null) return run;
  const end = (await readEnd(db, run, run.hold)) ?? (await endHold(db, run, run.hold));
  if (end === null) return run;
  if (end.status !== "done") await deleteRunFiles(db, id);
  await settleRun(db, id, end);
  return await readRunRow(db, id);
}

type End = Pick<RunRow, "status" | "cost" | "error" | "progress">;

/**
 * The run's state after its hold ended; null while it is open. A hold can be expired by the clock and not booked yet.
 */
async function readEnd(db: Db, run: RunRow, number: number): Promise<End | null> {
  const hold = await readHold(db, run.accountId, number);
  if (hold === null) throw new Error(`Run ${run.id} names hold ${number}, which is not there`);
  const { progress } = run;
  switch (hold.status) {
    case "open":
      return null;
    case "captured":
      return { status: "done", cost: hold.captured, error: null, progress: 100 };
    case "lapsed":
      return { status: "failed", cost: null, error: "lapsed", progress };
    case "released": {
      const line = await readHoldEnd(db, run.accountId, hold.version);
      if (line?.reason === "cancelled") return { status: "cancelled", cost: null, error: null, progress };
      return { status: "failed", cost: null, error: run.error ?? "failed", progress };
    }
  }
}

/** Captures the cost of a result, or releases after a failure; with neither, work continues. */
async function endHold(db: Db, run: RunRow, hold: number): Promise<End | null> {
  const { id, accountId: account, cost, error, platform } = run;
  const envelope = { account, hold, actor: "run", platform };
  if (cost !== null) {
    const request = requestKey("jobs", `run ${id} capture`, { method: "RUN", path: id, body: { cost } });
    await commitOne(db, { type: "capture", amount: cost, final: true, request, ...envelope });
  } else if (error !== null) {
    const request = requestKey("jobs", `run ${id} release`, { method: "RUN", path: id, body: { error } });
    await commitOne(db, { type: "release", cause: causeOf(error), request, ...envelope });
  } else return null;
  return await readEnd(db, run, hold);
}
