import type { Db, Tx } from "#db/client.ts";
import { lockAccounts, lockFreeAccounts } from "#db/queries/lock-accounts.ts";
import { readClock } from "#db/queries/read-clock.ts";
import type { Command } from "#lib/credits/command.ts";
import { type Changes, fold, type Outcome } from "./apply-commands.ts";
import { inTransaction } from "./in-transaction.ts";
import { readBook } from "./load-state.ts";
import { writeChanges } from "./write-changes.ts";

/** Nearly every spend is covered by these; an account with a thousand open batches costs no more than one with eight. */
const batchesAhead = 8;
const moreEachTime = 16;

/** What became of a command in one transaction; `locked` when its account was somebody else's and was not waited for. */
export type Attempt = Outcome | { status: "locked" };

/**
 * One transaction at READ COMMITTED: locks the accounts, decides the commands in their order and writes what they change.
 * With `wait` it waits for locked accounts (5 s at most, then it throws); without, it passes over them. `ahead` is how
 * many open batches of an account it reads at first: any number gives the same history.
 */
export async function commitTransaction(
  db: Db,
  commands: readonly Command[],
  { wait, ahead = batchesAhead }: { wait: boolean; ahead?: number | undefined },
): Promise<Attempt[]> {
  return await inTransaction(db, (tx) => commitIn(tx, commands, { wait, ahead }));
}

async function commitIn(
  tx: Tx,
  commands: readonly Command[],
  { wait, ahead }: { wait: boolean; ahead: number },
): Promise<Attempt[]> {
  const accounts = [...new Set(commands.map((command) => command.account))].sort();
  const lock = wait ? lockAccounts : lockFreeAccounts;
  // The clock is read behind the lock, in a statement of its own that is sent without waiting for the lock's answer.
  const [free, now] = await Promise.all([lock(tx, accounts), readClock(tx)]);
  const locked = new Set(free);
  const mine = wait ? commands : commands.filter((command) => locked.has(command.account));
  if (mine.length === 0) return commands.map(() => lockedAway);
  const { outcomes, changes } = await decideAll(tx, { accounts: free, commands: mine, now, ahead });
  await writeChanges(tx, changes);
  const inTurn = outcomes.values();
  const isMine = (command: Command) => wait || locked.has(command.account);
  return commands.map((command) => (isMine(command) ? (inTurn.next().value ?? lockedAway) : lockedAway));
}

/** Reads the state as it is behind the lock, at first only as many open batches as most commands need, and decides. */
async function decideAll(
  tx: Tx,
  {
    accounts,
    commands,
    now,
    ahead: first,
  }: { accounts: readonly string[]; commands: readonly Command[]; now: Date; ahead: number },
): Promise<{ outcomes: Outcome[]; changes: Changes }> {
  for (let ahead = first; ; ahead *= moreEachTime) {
    const book = await readBook(tx, accounts, commands, { now, ahead });
    const folded = fold(
      book,
      commands.map((command) => ({ command, now })),
    );
    if (folded.status === "decided") return folded;
  }
}

const lockedAway = { status: "locked" as const };
