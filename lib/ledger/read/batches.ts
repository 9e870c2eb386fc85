import type { Db } from "#db/client.ts";
import { readAccountClock } from "#db/queries/clock.ts";
import {
  readBatchRow,
  readBatchRowsAfter,
  readEndedBatchRows,
  readLiveBatchRows,
} from "#db/queries/credits/batches.ts";
import { type Batch, isLive } from "#lib/credits/batch.ts";
import { compareDeductionOrder } from "#lib/credits/deduction-order.ts";
import { commitDue } from "#lib/ledger/commit/commit-due.ts";
import { toBatch } from "#lib/ledger/commit/rows.ts";
import { type Projection, projectAccounts } from "./project.ts";

/** live: usable now · used-up: nothing left · expired: past its end. */
export type BatchState = "live" | "used-up" | "expired";

/** A batch and its status at the instant of reading. */
export type BatchWithState = Batch & { state: BatchState };

/** The live batches in deduction order at the database's clock, including credits of lapsed holds. */
export async function readLiveBatches(db: Db, account: string): Promise<{ at: Date; batches: BatchWithState[] }> {
  const { at, projection } = await readInstant(db, account);
  const batches = projection === null ? (await readLiveBatchRows(db, account, at)).map(toBatch) : liveIn(projection);
  return { at, batches: batches.map((batch) => withState(batch, at)) };
}

/** The newest batches that are used up or expired, newest first; at most `limit`. */
export async function readEndedBatches(
  db: Db,
  account: string,
  { state, limit }: { state: "used-up" | "expired"; limit: number },
): Promise<BatchWithState[]> {
  const { at, projection } = await readInstant(db, account);
  const batches = (await readEndedBatchRows(db, account, { state, now: at, limit })).map(toBatch);
  const known = new Map(projection?.state.batches.map((batch) => [batch.number, batch]));
  return batches
    .map((batch) => withState(known.get(batch.number) ?? batch, at))
    .filter((batch) => batch.state === state);
}

interface PageAsked {
  state: "live" | "all";
  after: number | null;
  limit: number;
}

/** A page of batches in deduction order, starting after the batch `after`; not-found when that batch does not exist. */
export async function readBatchPage(
  db: Db,
  account: string,
  { state, after, limit }: PageAsked,
): Promise<{ status: "found"; batches: BatchWithState[]; nextAfter: number | null } | { status: "not-found" }> {
  const { at, projection } = await readInstant(db, account);
  const start = after === null ? null : await findBatch(db, account, { number: after, projection });
  if (after !== null && start === null) return { status: "not-found" };
  const asked = { after: start, liveAt: state === "live" ? at : null, limit: limit + 1 };
  const found =
    projection !== null && state === "live"
      ? liveIn(projection).filter((batch) => start === null || compareDeductionOrder(batch, start) > 0)
      : asProjected((await readBatchRowsAfter(db, account, asked)).map(toBatch), { projection, after: start });
  const batches = found.slice(0, limit).map((batch) => withState(batch, at));
  return { status: "found", batches, nextAfter: found.length > limit ? (batches.at(-1)?.number ?? null) : null };
}

/** One batch; null when the account has no such batch. */
export async function readBatch(db: Db, account: string, number: number): Promise<BatchWithState | null> {
  const { at, projection } = await readInstant(db, account);
  const batch = await findBatch(db, account, { number, projection });
  return batch === null ? null : withState(batch, at);
}

/**
 * Checks for lapsed holds before reading batches, so that a lapse booked in between is seen completely. A month of a plan
 * that is due and not granted yet is granted first.
 */
async function readInstant(db: Db, account: string): Promise<{ at: Date; projection: Projection | null }> {
  let clock = await readAccountClock(db, account);
  if (clock.planDue) {
    // Another reader may be granting it at this moment: waiting for it is short.
    await commitDue(db, [account], { wait: true });
    clock = await readAccountClock(db, account);
  }
  const { at, lapsed } = clock;
  const [projection = null] = lapsed ? await projectAccounts(db, [account]) : [];
  return { at: projection?.at ?? at, projection };
}

function liveIn({ at, state }: Projection): Batch[] {
  return state.batches.filter((batch) => batch.remaining > 0 && isLive(batch, at)).toSorted(compareDeductionOrder);
}

/** Batches as booking would leave them, with those it would add after the same position. */
function asProjected(
  batches: readonly Batch[],
  { projection, after }: { projection: Projection | null; after: Batch | null },
): Batch[] {
  if (projection === null) return [...batches];
  const { booked, state } = projection;
  const byNumber = new Map(state.batches.map((batch) => [batch.number, batch]));
  const made = state.batches.filter(
    (batch) => batch.number > booked.batchCount && (after === null || compareDeductionOrder(batch, after) > 0),
  );
  return [...batches.map((batch) => byNumber.get(batch.number) ?? batch), ...made].toSorted(compareDeductionOrder);
}

async function findBatch(
  db: Db,
  account: string,
  { number, projection }: { number: number; projection: Projection | null },
): Promise<Batch | null> {
  const projected = projection?.state.batches.find((batch) => batch.number === number);
  if (projected !== undefined) return projected;
  const row = await readBatchRow(db, account, number);
  return row === null ? null : toBatch(row);
}

function withState(batch: Batch, at: Date): BatchWithState {
  // Expired credits are gone, booked or not.
  const { remaining, forfeited } = batch;
  if (!isLive(batch, at)) return { ...batch, remaining: 0, forfeited: forfeited + remaining, state: "expired" };
  return { ...batch, state: batch.remaining > 0 ? "live" : "used-up" };
}
