import type { Db, Tx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts, lockFreeAccounts } from "#db/queries/credits/accounts.ts";
import type { Command } from "#lib/credits/command.ts";
import type { LedgerState } from "./apply-commands.ts";
import { commitPlanMonths } from "./commit-plan-months.ts";
import { decideCommands, firstBatchLimit } from "./decide-commands.ts";
import { inTransaction } from "./in-transaction.ts";
import type { Outcome } from "./outcome.ts";
import { writeChanges } from "./write-changes.ts";

/** The outcome of a command in one transaction; `locked` when another transaction held its account and `wait` was off. */
export type Attempt = Outcome | { status: "locked" };

/**
 * One transaction at READ COMMITTED: locks the accounts, decides the commands in order and writes the changes. With `wait`
 * it waits for locked accounts (at most 5 s, then it throws); without, it skips them. `batchLimit` is how many open
 * batches of an account the first read loads: every value gives the same history.
 */
export async function commitTransaction(
  db: Db,
  commands: readonly Command[],
  { wait, batchLimit = firstBatchLimit }: { wait: boolean; batchLimit?: number | undefined },
): Promise<Attempt[]> {
  return await inTransaction(db, (tx) => commitIn(tx, commands, { wait, batchLimit }));
}

/** Commits within a transaction that also writes something else; it waits for locked accounts, and others wait for its end. */
export async function commitWithin(tx: Tx, commands: readonly Command[]): Promise<Attempt[]> {
  return await commitIn(tx, commands, { wait: true, batchLimit: firstBatchLimit });
}

async function commitIn(
  tx: Tx,
  commands: readonly Command[],
  { wait, batchLimit }: { wait: boolean; batchLimit: number },
): Promise<Attempt[]> {
  const accounts = [...new Set(commands.map((command) => command.account))].sort();
  const lock = wait ? lockAccounts : lockFreeAccounts;
  // The clock is read after the lock, in a separate statement that is pipelined behind it.
  const [free, now] = await Promise.all([lock(tx, accounts), readClock(tx)]);
  const locked = new Set(free);
  const mine = wait ? commands : commands.filter((command) => locked.has(command.account));
  if (mine.length === 0) return commands.map(() => lockedAway);
  // A month of a plan that the scheduler has not granted yet comes before anything else.
  const before = async ({ planDue }: LedgerState) =>
    planDue.length > 0 && (await commitPlanMonths(tx, planDue, now)) > 0;
  const { outcomes, changes } = await decideCommands(tx, { accounts: free, commands: mine, now, batchLimit, before });
  await writeChanges(tx, changes);
  const inTurn = outcomes.values();
  const isMine = (command: Command) => wait || locked.has(command.account);
  return commands.map((command) => (isMine(command) ? (inTurn.next().value ?? lockedAway) : lockedAway));
}

const lockedAway = { status: "locked" as const };
