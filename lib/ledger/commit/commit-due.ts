import type { Db, Tx } from "#db/client.ts";
import { lockFreeAccounts } from "#db/queries/lock-accounts.ts";
import { readClock } from "#db/queries/read-clock.ts";
import { foldDue } from "./apply-commands.ts";
import { inTransaction } from "./in-transaction.ts";
import { readBook } from "./load-state.ts";
import { writeChanges } from "./write-changes.ts";

/**
 * Books what is over in these accounts and nothing else, and answers how many lines that made. An account that
 * somebody keeps locked is passed over: whoever has it books first what is due. Two who try at once book it once.
 */
export async function commitDue(db: Db, accounts: readonly string[]): Promise<number> {
  return await inTransaction(db, (tx) => commitDueIn(tx, accounts));
}

async function commitDueIn(tx: Tx, accounts: readonly string[]): Promise<number> {
  // The clock is read behind the lock, in a statement of its own that is sent without waiting for the lock's answer.
  const [locked, now] = await Promise.all([lockFreeAccounts(tx, accounts), readClock(tx)]);
  if (locked.length === 0) return 0;
  const changes = foldDue(await readBook(tx, locked, [], { now, ahead: 1 }), now);
  await writeChanges(tx, changes);
  return changes.lines.length;
}
