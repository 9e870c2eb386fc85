import type { DbOrTx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { countOpenHolds, type HoldRow, readHoldPage, readHoldRow } from "#db/queries/credits/holds.ts";
import type { Hold } from "#lib/credits/hold.ts";

/** A hold as callers see it, without its batches. */
export type HoldNow = Omit<Hold, "parts">;

/** A page of an account's holds, newest first; `nextBefore` is the cursor of the next page, null at the end. */
export async function readHolds(
  db: DbOrTx,
  account: string,
  {
    state,
    reference,
    before,
    limit,
  }: { state: "open" | "all"; reference: string | null; before: number | null; limit: number },
): Promise<{ holds: HoldNow[]; nextBefore: number | null }> {
  const now = await readClock(db);
  const openAt = state === "open" ? now : null;
  const rows = await readHoldPage(db, account, { openAt, reference, before, limit: limit + 1 });
  const holds = rows.slice(0, limit).map((row) => asOf(row, now));
  return { holds, nextBefore: rows.length > limit ? (holds.at(-1)?.number ?? null) : null };
}

/** One hold in its current state; null when it is not found. */
export async function readHold(db: DbOrTx, account: string, number: number): Promise<HoldNow | null> {
  const [now, row] = await Promise.all([readClock(db), readHoldRow(db, account, number)]);
  return row === null ? null : asOf(row, now);
}

/** Counts the account's open holds. */
export async function countRunning(db: DbOrTx, account: string): Promise<number> {
  return await countOpenHolds(db, account);
}

/** The clock decides: a hold past its time limit has lapsed, booked or not. */
function asOf({ accountId: _account, feature, status, ...row }: HoldRow, now: Date): HoldNow {
  const lapsed = status === "open" && row.expiresAt <= now;
  return { ...row, feature: feature ?? "", status: lapsed ? "lapsed" : status };
}
