import { setImmediate as nextTurn } from "node:timers/promises";
import type { Db } from "#db/client.ts";
import { isConnectionLost } from "#db/failure.ts";
import type { Command } from "#lib/credits/command.ts";
import { commitTransaction } from "./commit-transaction.ts";
import type { Outcome } from "./fold.ts";
import { DeadlinePassed, isLate, Overloaded } from "./with-deadline.ts";

const lanes = 2;
const mostTogether = 256;
const mostQueued = 10_000;
const queueMs = 10_000;
/** Connections that wait for accounts which somebody else keeps locked; the others never wait. */
const mostAside = 4;

/** A command whose caller waits for its outcome. */
interface Waiting {
  command: Command;
  until: number;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}

interface Gatherer {
  lanes: { queue: Waiting[]; running: boolean }[];
  aside: Map<string, Waiting[]>;
  asideRunning: number;
  waiting: number;
}

type CommitWaiting = (db: Db, commands: readonly Command[]) => Promise<Outcome[]>;

const slot = Symbol.for("purse.gatherers");
const store: typeof globalThis & { [slot]?: WeakMap<Db, Gatherer> } = globalThis;

/**
 * Group commit: commands that arrive while a commit is in flight go together in the next one. An account belongs to one
 * lane, and a lane commits one list at a time, so a command waits for nobody when its lane is free. Accounts that
 * somebody else keeps locked are passed over and tried aside, one account a transaction.
 * @throws Overloaded when too many wait, DeadlinePassed when a command was not begun in 10 s: it then never runs.
 */
export async function gather(db: Db, command: Command, commitWaiting: CommitWaiting): Promise<Outcome> {
  store[slot] ??= new WeakMap();
  const gatherer = store[slot].get(db) ?? newGatherer();
  store[slot].set(db, gatherer);
  if (gatherer.waiting >= mostQueued) throw new Overloaded(`${gatherer.waiting} commands wait already`);
  gatherer.waiting += 1;
  const outcome = new Promise<Outcome>((resolve, reject) => {
    const waiting: Waiting = { command, until: Date.now() + queueMs, resolve, reject };
    const lane = gatherer.lanes[laneOf(command.account)];
    if (lane === undefined) throw new Error("gather: an account belongs to a lane");
    lane.queue.push(waiting);
    if (!lane.running) void runLane(db, gatherer, lane, commitWaiting);
  });
  return await outcome.finally(() => {
    gatherer.waiting -= 1;
  });
}

function newGatherer(): Gatherer {
  const empty = () => ({ queue: [], running: false });
  return { lanes: Array.from({ length: lanes }, empty), aside: new Map(), asideRunning: 0, waiting: 0 };
}

/** The lane of an account: any fixed share of the ids does. With shards it would be the account's shard. */
function laneOf(account: string): number {
  return Number.parseInt(account.slice(0, 8), 16) % lanes || 0;
}

async function runLane(
  db: Db,
  gatherer: Gatherer,
  lane: Gatherer["lanes"][number],
  commitWaiting: CommitWaiting,
): Promise<void> {
  lane.running = true;
  while (lane.queue.length > 0) {
    const together = inTime(lane.queue.splice(0, mostTogether));
    if (together.length > 0) await commitTogether(db, gatherer, together, commitWaiting);
    // Whoever was answered asks again in this turn of the event loop: without it the first of them would go alone.
    await nextTurn();
  }
  lane.running = false;
}

/** Commits a list; one that fails as a whole is halved until the command that fails it stands alone. */
async function commitTogether(
  db: Db,
  gatherer: Gatherer,
  list: readonly Waiting[],
  commitWaiting: CommitWaiting,
): Promise<void> {
  try {
    const attempts = await commitTransaction(
      db,
      list.map((waiting) => waiting.command),
      { wait: false },
    );
    for (const [index, waiting] of list.entries()) {
      const attempt = attempts[index];
      if (attempt === undefined || attempt.status === "locked") stepAside(db, gatherer, waiting, commitWaiting);
      else waiting.resolve(attempt);
    }
  } catch (error) {
    // Nobody can tell whether a commit on a lost connection happened: the callers ask again with their keys.
    if (isConnectionLost(error) || isLate(error)) for (const waiting of list) waiting.reject(error);
    else if (list.length === 1) for (const waiting of list) stepAside(db, gatherer, waiting, commitWaiting);
    else {
      const middle = Math.ceil(list.length / 2);
      await commitTogether(db, gatherer, list.slice(0, middle), commitWaiting);
      await commitTogether(db, gatherer, list.slice(middle), commitWaiting);
    }
  }
}

/** Tries a command by itself, waiting for its account; commands of one account keep their order and go together. */
function stepAside(db: Db, gatherer: Gatherer, waiting: Waiting, commitWaiting: CommitWaiting): void {
  const { account } = waiting.command;
  const others = gatherer.aside.get(account);
  if (others !== undefined) others.push(waiting);
  else gatherer.aside.set(account, [waiting]);
  void runAside(db, gatherer, commitWaiting);
}

async function runAside(db: Db, gatherer: Gatherer, commitWaiting: CommitWaiting): Promise<void> {
  if (gatherer.asideRunning >= mostAside) return;
  const [next] = gatherer.aside;
  if (next === undefined) return;
  const [account, all] = next;
  gatherer.aside.delete(account);
  gatherer.asideRunning += 1;
  const list = inTime(all);
  try {
    const outcomes =
      list.length === 0
        ? []
        : await commitWaiting(
            db,
            list.map(({ command }) => command),
          );
    for (const [index, waiting] of list.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined) waiting.resolve(outcome);
    }
  } catch (error) {
    for (const waiting of list) waiting.reject(error);
  }
  gatherer.asideRunning -= 1;
  void runAside(db, gatherer, commitWaiting);
}

/** Those that may still begin; a command past its deadline leaves unrun. */
function inTime(list: readonly Waiting[]): Waiting[] {
  const now = Date.now();
  return list.filter((waiting) => {
    if (waiting.until > now) return true;
    waiting.reject(new DeadlinePassed("the command was not begun in time"));
    return false;
  });
}
