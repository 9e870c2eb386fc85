import type { Db, Tx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockFreeAccounts } from "#db/queries/credits/accounts.ts";
import { applyDue } from "./apply-commands.ts";
import { inTransaction } from "./in-transaction.ts";
import { loadState } from "./load-state.ts";
import { writeChanges } from "./write-changes.ts";

/**
 * Books everything that is due in these accounts, and nothing else. Returns how many lines that made. Locked accounts are
 * skipped, because the transaction that holds the lock books what is due first. Concurrent calls book each line once.
 */
export async function commitDue(db: Db, accounts: readonly string[]): Promise<number> {
  return await inTransaction(db, (tx) => commitDueIn(tx, accounts));
}

async function commitDueIn(tx: Tx, accounts: readonly string[]): Promise<number> {
  // The clock is read after the lock, in a separate statement that is pipelined behind it.
  const [locked, now] = await Promise.all([lockFreeAccounts(tx, accounts), readClock(tx)]);
  if (locked.length === 0) return 0;
  const changes = applyDue(await loadState(tx, locked, [], { now, batchLimit: 1 }), now);
  await writeChanges(tx, changes);
  return changes.lines.length;
}
