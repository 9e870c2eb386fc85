import type { Db, Tx } from "#db/client.ts";
import { violatedConstraint } from "#db/failure.ts";
import { lockAccounts } from "#db/queries/lock-accounts.ts";
import { readClock } from "#db/queries/read-clock.ts";
import type { Command } from "#lib/credits/command.ts";
import { fold, type Outcome } from "./fold.ts";
import { readBook } from "./read-book.ts";
import { withDeadline } from "./with-deadline.ts";
import { writeChanges } from "./write-changes.ts";

/**
 * The one way credits move: decides commands under the lock of their accounts and writes what they change, in one
 * transaction. Answers one outcome per command, in their order; a refused one never fails its neighbours.
 * Throws when the database fails; then the outcome may be unknown, and the same keys find out.
 */
export async function commit(db: Db, commands: readonly Command[]): Promise<Outcome[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await commitOnce(db, commands);
    } catch (error) {
      // Accounts raced for one outside fact: the winner is committed now, so that the next try sees it. Each try can
      // lose another fact of its list.
      if (violatedConstraint(error) !== "grant_sources_pkey" || attempt > commands.length) throw error;
    }
  }
}

/** `commit` for one command. */
export async function commitOne(db: Db, command: Command): Promise<Outcome> {
  const [outcome] = await commit(db, [command]);
  if (outcome === undefined) throw new Error("commit answered no outcome");
  return outcome;
}

async function commitOnce(db: Db, commands: readonly Command[]): Promise<Outcome[]> {
  return await withDeadline(db.transaction((tx) => commitIn(tx, commands), { isolationLevel: "read committed" }));
}

async function commitIn(tx: Tx, commands: readonly Command[]): Promise<Outcome[]> {
  const accounts = [...new Set(commands.map((command) => command.account))].sort();
  const locked = await lockAccounts(tx, accounts);
  // After the lock, in statements of their own: the clock and the state as they are now, not as they were before the wait.
  const now = await readClock(tx);
  const book = await readBook(tx, locked, commands);
  const { outcomes, changes } = fold(
    book,
    commands.map((command) => ({ command, now })),
  );
  await writeChanges(tx, changes);
  return outcomes;
}
