import type { DbOrTx } from "#db/client.ts";
import { readBatchRow, readBatchRowsAfter, readLiveBatchRows } from "#db/queries/read-batches.ts";
import { readClock } from "#db/queries/read-clock.ts";
import { type Batch, isLive } from "#lib/credits/batch.ts";
import { toBatch } from "./rows.ts";

/** live: usable now · used-up: nothing left · expired: its time is over. */
export type BatchState = "live" | "used-up" | "expired";

/** A batch with what it is at the instant of reading. */
export type BatchWithState = Batch & { state: BatchState };

/** The live batches in deduction order, read at the database's instant. */
export async function readLiveBatches(db: DbOrTx, account: string): Promise<{ at: Date; batches: BatchWithState[] }> {
  const at = await readClock(db);
  const rows = await readLiveBatchRows(db, account, at);
  return { at, batches: rows.map((row) => withState(toBatch(row), at)) };
}

/** A page of batches in deduction order, behind the batch `after`; not-found when there is no such batch to go on from. */
export async function readBatchPage(
  db: DbOrTx,
  account: string,
  { state, after, limit }: { state: "live" | "all"; after: number | null; limit: number },
): Promise<{ status: "found"; batches: BatchWithState[]; nextAfter: number | null } | { status: "not-found" }> {
  const at = await readClock(db);
  const start = after === null ? null : await readBatchRow(db, account, after);
  if (after !== null && start === null) return { status: "not-found" };
  const rows = await readBatchRowsAfter(db, account, {
    after: start,
    liveAt: state === "live" ? at : null,
    limit: limit + 1,
  });
  const batches = rows.slice(0, limit).map((row) => withState(toBatch(row), at));
  return { status: "found", batches, nextAfter: rows.length > limit ? (batches.at(-1)?.number ?? null) : null };
}

/** One batch, or null when the account has no such batch. */
export async function readBatch(db: DbOrTx, account: string, number: number): Promise<BatchWithState | null> {
  const [at, row] = await Promise.all([readClock(db), readBatchRow(db, account, number)]);
  return row === null ? null : withState(toBatch(row), at);
}

function withState(batch: Batch, at: Date): BatchWithState {
  if (!isLive(batch, at)) return { ...batch, state: "expired" };
  return { ...batch, state: batch.remaining > 0 ? "live" : "used-up" };
}
