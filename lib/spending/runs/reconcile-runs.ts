import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { claimRun, deleteUnheldRun, type RunRow, readSilentRunRows, touchRun } from "#db/queries/runs.ts";
import { scopeToday } from "#lib/ledger/commit/earlier-line.ts";
import { findReplay } from "#lib/ledger/commit/find-replay.ts";
import { log } from "#lib/observability/log.ts";
import { reconcileRun } from "./reconcile-run.ts";

const runsALook = 20;

/**
 * Reconciles runs without news for a while: their process died before the hold, during the work, or before it stored
 * the outcome. Returns how many it checked; one that fails is retried the next time.
 */
export async function reconcileRuns(db: Db, silentSeconds = 60): Promise<number> {
  const before = new Date((await readClock(db)).getTime() - silentSeconds * 1000);
  const silent = await readSilentRunRows(db, before, runsALook);
  for (const run of silent) {
    try {
      if (run.hold === null) await findHold(db, run);
      await reconcileRun(db, run.id);
      await touchRun(db, run.id);
    } catch (error) {
      log.warn({ err: error, run: run.id }, "A run could not be reconciled");
    }
  }
  return silent.length;
}

/** A run without a hold: either a hold exists under its key and lapses automatically, or the run never started. */
async function findHold(db: Db, run: RunRow): Promise<void> {
  const { keyScope, platform, idempotencyKey: key, fingerprint } = run;
  const made = await findReplay(db, run.accountId, { scope: scopeToday(keyScope, platform), key, fingerprint });
  const hold = made?.status === "done" ? made.transaction.hold : null;
  if (hold === null) await deleteUnheldRun(db, run.id);
  else await claimRun(db, run.id, hold);
}
