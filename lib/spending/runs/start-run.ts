import type { Db } from "#db/client.ts";
import type { RunRow } from "#db/queries/runs.ts";
import { claimRun, deleteUnheldRun } from "#db/queries/runs.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import type { UseRequest } from "../../catalogue/price.ts";
import { hold } from "../hold.ts";
import { placeRun } from "./place-run.ts";
import { reconcileRun } from "./reconcile-run.ts";
import { type RunLimits, runLimits } from "./run-limits.ts";
import { type Make, workOnRun } from "./work-on-run.ts";

/** A started run with its hold's transaction; or why it was not started, and nothing is held. */
export type Started =
  | { status: "started"; run: RunRow; transaction: Transaction; replayed: boolean }
  | { status: "refused"; refusal: Refusal }
  | { status: "too-many" }
  | { status: "results-full"; roomAt: Date };

/**
 * Holds the cost of a run under the run's key and starts its tool, without waiting for the result. The row comes first
 * and the hold second, so that a crash in between leaves nothing held, or a hold that lapses automatically. The same
 * request returns the same run, and starts the work if it has not started.
 */
export async function startRun(db: Db, use: UseRequest, make: Make, limits = runLimits): Promise<Started> {
  let replayed = true;
  for (;;) {
    const placed = await placeWithRoom(db, use, limits);
    if (placed.status !== "placed") return placed;
    const { run } = placed;
    const outcome = await hold(db, { ...use, expiresInSeconds: limits.holdSeconds });
    if (outcome.status === "refused") {
      await deleteUnheldRun(db, run.id);
      return outcome;
    }
    const { transaction } = outcome;
    // A retry that arrives meanwhile may claim the run; the request that made the hold is still the first one.
    replayed &&= outcome.replayed;
    if (run.hold !== null) return { status: "started", run, transaction, replayed };
    const claimed = await claimRun(db, run.id, holdOf(transaction));
    if (claimed !== null) {
      // An earlier hold may have ended by now: then there is nothing to do.
      const current = replayed ? await reconcileRun(db, claimed.id) : claimed;
      if (current?.status === "running") workOnRun(db, { run: current, held: -transaction.amount, make, limits });
      return { status: "started", run: claimed, transaction, replayed };
    }
    // Another request with the same key claimed the run meanwhile, or removed its row: look again.
  }
}

/** Ended runs that are not reconciled yet must not count: they are reconciled before a request is refused. */
async function placeWithRoom(db: Db, use: UseRequest, limits: RunLimits) {
  const placed = await placeRun(db, use, limits);
  if (placed.status !== "too-many") return placed;
  for (const run of placed.running) await reconcileRun(db, run.id);
  return await placeRun(db, use, limits);
}

function holdOf({ hold: number, version }: Transaction): number {
  if (number === null) throw new Error(`line ${version} made no hold`);
  return number;
}
