import type { Db, Tx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts, lockFreeAccounts } from "#db/queries/credits/accounts.ts";
import { applyDue } from "./apply-commands.ts";
import { commitPlanMonths } from "./commit-plan-months.ts";
import { inTransaction } from "./in-transaction.ts";
import { loadState } from "./load-state.ts";
import { writeChanges } from "./write-changes.ts";

/**
 * Books everything that is due in these accounts, the months of plans first, and nothing else. Returns how many lines and
 * months that made. Locked accounts are skipped, because the transaction that holds the lock books what is due first;
 * `wait` waits for them, for what may have become due under the lock. Concurrent calls book each line once.
 */
export async function commitDue(
  db: Db,
  accounts: readonly string[],
  { wait = false }: { wait?: boolean } = {},
): Promise<number> {
  return await inTransaction(db, (tx) => commitDueIn(tx, accounts, wait));
}

async function commitDueIn(tx: Tx, accounts: readonly string[], wait: boolean): Promise<number> {
  const lock = wait ? lockAccounts : lockFreeAccounts;
  // The clock is read after the lock, in a separate statement that is pipelined behind it.
  const [locked, now] = await Promise.all([lock(tx, accounts), readClock(tx)]);
  if (locked.length === 0) return 0;
  const load = () => loadState(tx, locked, [], { now, batchLimit: 1 });
  let ledger = await load();
  const months = ledger.planDue.length === 0 ? 0 : await commitPlanMonths(tx, ledger.planDue, now);
  if (months > 0) ledger = await load();
  const changes = applyDue(ledger, now);
  await writeChanges(tx, changes);
  return changes.lines.length + months;
}
