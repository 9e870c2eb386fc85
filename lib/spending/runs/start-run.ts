import type { Db } from "#db/client.ts";
import type { RunRow } from "#db/queries/runs.ts";
import { claimRun, deleteUnheldRun } from "#db/queries/runs.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import type { UseRequest } from "../../catalogue/price.ts";
import { hold } from "../hold.ts";
import { placeRun } from "./place-run.ts";
import { reconcileRun } from "./reconcile-run.ts";
import { runTimes } from "./run-limits.ts";
import { type Make, workOnRun } from "./work-on-run.ts";

/** A run that has begun, with the line of its hold; or why it has not, and nothing is held. */
export type Started =
  | { status: "started"; run: RunRow; transaction: Transaction; replayed: boolean }
  | { status: "refused"; refusal: Refusal }
  | { status: "too-many" };

/**
 * Holds what a run costs under the run's own key, and sets its tool to work; the answer does not wait for that. The row
 * comes first and the hold second, so that a crash in between leaves nothing held, or a hold that lapses by itself. The
 * same request again answers the same run, and takes up the work when nobody had.
 */
export async function startRun(db: Db, use: UseRequest, make: Make, times = runTimes): Promise<Started> {
  for (;;) {
    const placed = await placeWithRoom(db, use);
    if (placed.status !== "placed") return placed;
    const { run } = placed;
    const outcome = await hold(db, { ...use, expiresInSeconds: times.holdSeconds });
    if (outcome.status === "refused") {
      await deleteUnheldRun(db, run.id);
      return outcome;
    }
    const { transaction, replayed } = outcome;
    if (run.hold !== null) return { status: "started", run, transaction, replayed };
    const claimed = await claimRun(db, run.id, holdOf(transaction));
    if (claimed !== null) {
      // A hold that was made before may be over by now: then there is nothing to work for.
      const current = replayed ? await reconcileRun(db, claimed.id) : claimed;
      if (current?.status === "running") workOnRun(db, { run: current, held: -transaction.amount, make, times });
      return { status: "started", run: claimed, transaction, replayed };
    }
    // Somebody with the same key claimed it meanwhile, or took the row back: the next look tells.
  }
}

/** Runs that are over and not yet brought to their state do not count: they are brought there before anybody is refused. */
async function placeWithRoom(db: Db, use: UseRequest) {
  const placed = await placeRun(db, use);
  if (placed.status !== "too-many") return placed;
  for (const run of placed.running) await reconcileRun(db, run.id);
  return await placeRun(db, use);
}

function holdOf({ hold: number, version }: Transaction): number {
  if (number === null) throw new Error(`line ${version} made no hold`);
  return number;
}
