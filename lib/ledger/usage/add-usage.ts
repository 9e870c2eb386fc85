import type { Db } from "#db/client.ts";
import { addLines, lockProgress, openProgress, readAccountsBehind } from "#db/queries/usage/totals.ts";

/** Below this, an account's new lines are read as they are: a job for each spend would cost more than it saves. */
const fewestLines = 200;
/** Bounds a transaction: its time, its memory, and what a crash repeats. */
const linesAtOnce = 5_000;
const accountsARound = 100;

/**
 * Brings the usage totals of all accounts up to date that have 200 new lines or more, in transactions of at most 5,000
 * lines. The account's progress is locked and moves with its totals, so that each line counts once, with other processes
 * at work and after a crash too. Returns how many lines were added.
 */
export async function addUsage(db: Db): Promise<number> {
  let added = 0;
  for (;;) {
    const accounts = await readAccountsBehind(db, { lines: fewestLines, limit: accountsARound });
    const before = added;
    for (const account of accounts) added += await addAll(db, account);
    // What is left then is being added by another process.
    if (added === before) return added;
  }
}

async function addAll(db: Db, account: string): Promise<number> {
  let added = 0;
  for (;;) {
    const lines = await addUsageOf(db, account, linesAtOnce);
    added += lines;
    if (lines < linesAtOnce) return added;
  }
}

/**
 * Adds the next lines of one account, at most `limit`, in one transaction. Returns how many; 0 as well while another process
 * adds them.
 */
export async function addUsageOf(db: Db, account: string, limit: number): Promise<number> {
  await openProgress(db, account);
  return await db.transaction(async (tx) => {
    const after = await lockProgress(tx, account);
    return after === null ? 0 : (await addLines(tx, account, { after, limit })) - after;
  });
}
