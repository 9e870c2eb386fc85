import { setImmediate as nextTurn } from "node:timers/promises";
import type { Db } from "#db/client.ts";
import { isConnectionLost } from "#db/failure.ts";
import type { Command } from "#lib/credits/command.ts";
import { isLate, Overloaded } from "#lib/with-deadline.ts";
import type { Outcome } from "./apply-commands.ts";
import { commitTransaction } from "./commit-transaction.ts";
import { type Aside, type CommitWaiting, inTime, openAside, stepAside, type Waiting } from "./slow-path.ts";

const lanes = 2;
const mostTogether = 256;
const mostQueued = 10_000;
const queueMs = 10_000;

interface Gatherer {
  lanes: { queue: Waiting[]; running: boolean }[];
  aside: Aside;
  waiting: number;
}

const slot = Symbol.for("purse.gatherers");
const store: typeof globalThis & { [slot]?: WeakMap<Db, Gatherer> } = globalThis;

/**
 * Group commit: commands that arrive while a commit is in flight go together in the next one. An account belongs to one
 * lane, and a lane commits one list at a time, so a command waits for nobody when its lane is free. Accounts that
 * somebody else keeps locked are passed over and tried aside, one account a transaction; not when the process is about
 * to end, which waits for what is being committed, and no longer.
 * @throws Overloaded when too many wait, DeadlinePassed when a command was not begun in 10 s: it then never runs.
 */
export async function gather(db: Db, command: Command, commitWaiting: CommitWaiting): Promise<Outcome> {
  store[slot] ??= new WeakMap();
  const gatherer = store[slot].get(db) ?? newGatherer(db, commitWaiting);
  store[slot].set(db, gatherer);
  if (gatherer.waiting >= mostQueued) throw new Overloaded(`${gatherer.waiting} commands wait already`);
  gatherer.waiting += 1;
  const outcome = new Promise<Outcome>((resolve, reject) => {
    const waiting: Waiting = { command, until: Date.now() + queueMs, resolve, reject };
    const lane = gatherer.lanes[laneOf(command.account)];
    if (lane === undefined) throw new Error("gather: an account belongs to a lane");
    lane.queue.push(waiting);
    if (!lane.running) void runLane(db, gatherer, lane);
  });
  return await outcome.finally(() => {
    gatherer.waiting -= 1;
  });
}

function newGatherer(db: Db, commitWaiting: CommitWaiting): Gatherer {
  const empty = () => ({ queue: [], running: false });
  return { lanes: Array.from({ length: lanes }, empty), aside: openAside(db, commitWaiting), waiting: 0 };
}

/** The lane of an account: any fixed share of the ids does. With shards it would be the account's shard. */
function laneOf(account: string): number {
  return Number.parseInt(account.slice(0, 8), 16) % lanes || 0;
}

async function runLane(db: Db, gatherer: Gatherer, lane: Gatherer["lanes"][number]): Promise<void> {
  lane.running = true;
  while (lane.queue.length > 0) {
    const together = inTime(lane.queue.splice(0, mostTogether));
    if (together.length > 0) await commitTogether(db, gatherer, together);
    // Whoever was answered asks again in this turn of the event loop: without it the first of them would go alone.
    await nextTurn();
  }
  lane.running = false;
}

/** Commits a list; one that fails as a whole is halved until the command that fails it stands alone. */
async function commitTogether(db: Db, gatherer: Gatherer, list: readonly Waiting[]): Promise<void> {
  try {
    const attempts = await commitTransaction(
      db,
      list.map((waiting) => waiting.command),
      { wait: false },
    );
    for (const [index, waiting] of list.entries()) {
      const attempt = attempts[index];
      if (attempt === undefined || attempt.status === "locked") stepAside(gatherer.aside, waiting);
      else waiting.resolve(attempt);
    }
  } catch (error) {
    // Nobody can tell whether a commit on a lost connection happened: the callers ask again with their keys.
    if (isConnectionLost(error) || isLate(error)) for (const waiting of list) waiting.reject(error);
    else if (list.length === 1) for (const waiting of list) stepAside(gatherer.aside, waiting);
    else {
      const middle = Math.ceil(list.length / 2);
      await commitTogether(db, gatherer, list.slice(0, middle));
      await commitTogether(db, gatherer, list.slice(middle));
    }
  }
}
