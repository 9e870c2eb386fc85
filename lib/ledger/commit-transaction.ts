import type { Db, Tx } from "#db/client.ts";
import { lockAccounts, lockFreeAccounts } from "#db/queries/lock-accounts.ts";
import { readClock } from "#db/queries/read-clock.ts";
import type { Command } from "#lib/credits/command.ts";
import { fold, type Outcome } from "./fold.ts";
import { inTransaction } from "./in-transaction.ts";
import { readBook } from "./read-book.ts";
import { writeChanges } from "./write-changes.ts";

/** What became of a command in one transaction; `locked` when its account was somebody else's and was not waited for. */
export type Attempt = Outcome | { status: "locked" };

/**
 * One transaction at READ COMMITTED: locks the accounts, decides the commands in their order and writes what they change.
 * With `wait` it waits for locked accounts (5 s at most, then it throws); without, it passes over them.
 */
export async function commitTransaction(db: Db, commands: readonly Command[], wait: boolean): Promise<Attempt[]> {
  return await inTransaction(db, (tx) => commitIn(tx, commands, wait));
}

async function commitIn(tx: Tx, commands: readonly Command[], wait: boolean): Promise<Attempt[]> {
  const accounts = [...new Set(commands.map((command) => command.account))].sort();
  const locked = new Set(await (wait ? lockAccounts : lockFreeAccounts)(tx, accounts));
  const mine = wait ? commands : commands.filter((command) => locked.has(command.account));
  if (mine.length === 0) return commands.map(() => lockedAway);
  // After the lock, in statements of their own: the clock and the state as they are now, not as they were before the wait.
  const [now, book] = await Promise.all([readClock(tx), readBook(tx, [...locked], mine)]);
  const { outcomes, changes } = fold(
    book,
    mine.map((command) => ({ command, now })),
  );
  await writeChanges(tx, changes);
  const inTurn = outcomes.values();
  const isMine = (command: Command) => wait || locked.has(command.account);
  return commands.map((command) => (isMine(command) ? (inTurn.next().value ?? lockedAway) : lockedAway));
}

const lockedAway = { status: "locked" as const };
