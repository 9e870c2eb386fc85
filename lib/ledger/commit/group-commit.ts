import { setImmediate as nextTurn } from "node:timers/promises";
import type { Db } from "#db/client.ts";
import { isConnectionLost } from "#db/failure.ts";
import type { Command } from "#lib/credits/command.ts";
import { isLate, Overloaded } from "#lib/with-deadline.ts";
import { commitTransaction } from "./commit-transaction.ts";
import type { Outcome } from "./outcome.ts";
import { type CommitWaiting, inTime, openSlowPath, type SlowPath, takeSlowPath, type Waiting } from "./slow-path.ts";

const workerLanes = 2;
const maxGroupSize = 256;
const maxQueued = 10_000;
const queueMs = 10_000;

interface GroupCommitter {
  workerLanes: { queue: Waiting[]; running: boolean }[];
  slowPath: SlowPath;
  waiting: number;
}

const slot = Symbol.for("purse.group-committers");
const store: typeof globalThis & { [slot]?: WeakMap<Db, GroupCommitter> } = globalThis;

/**
 * Group commit: commands that arrive while a commit is in flight share the next one. Each account belongs to one worker
 * lane, and a lane commits one list at a time, so a command never waits while its lane is free. Accounts that another
 * process keeps locked take the slow path, one account per transaction. A process that shuts down waits only for commits in
 * flight.
 * @throws Overloaded when the queue is full, DeadlinePassed when a command did not begin within 10 s: it then never runs.
 */
export async function groupCommit(db: Db, command: Command, commitWaiting: CommitWaiting): Promise<Outcome> {
  store[slot] ??= new WeakMap();
  const committer = store[slot].get(db) ?? newGroupCommitter(db, commitWaiting);
  store[slot].set(db, committer);
  if (committer.waiting >= maxQueued) throw new Overloaded(`${committer.waiting} commands wait already`);
  committer.waiting += 1;
  const outcome = new Promise<Outcome>((resolve, reject) => {
    const waiting: Waiting = { command, until: Date.now() + queueMs, resolve, reject };
    const lane = committer.workerLanes[workerLaneOf(command.account)];
    if (lane === undefined) throw new Error("groupCommit: an account belongs to a worker lane");
    lane.queue.push(waiting);
    if (!lane.running) void runWorkerLane(db, committer, lane);
  });
  return await outcome.finally(() => {
    committer.waiting -= 1;
  });
}

function newGroupCommitter(db: Db, commitWaiting: CommitWaiting): GroupCommitter {
  const empty = () => ({ queue: [], running: false });
  return {
    workerLanes: Array.from({ length: workerLanes }, empty),
    slowPath: openSlowPath(db, commitWaiting),
    waiting: 0,
  };
}

/** The worker lane of an account: any fixed mapping of ids works. With shards it would be the account's shard. */
function workerLaneOf(account: string): number {
  return Number.parseInt(account.slice(0, 8), 16) % workerLanes || 0;
}

async function runWorkerLane(
  db: Db,
  committer: GroupCommitter,
  lane: GroupCommitter["workerLanes"][number],
): Promise<void> {
  lane.running = true;
  while (lane.queue.length > 0) {
    const together = inTime(lane.queue.splice(0, maxGroupSize));
    if (together.length > 0) await commitTogether(db, committer, together);
    // Callers that just got their outcome send the next command in this turn of the event loop. Without the pause the
    // first of them would be committed alone.
    await nextTurn();
  }
  lane.running = false;
}

/** Commits a list. A list that fails is split in half until the command that fails is alone. */
async function commitTogether(db: Db, committer: GroupCommitter, list: readonly Waiting[]): Promise<void> {
  try {
    const attempts = await commitTransaction(
      db,
      list.map((waiting) => waiting.command),
      { wait: false },
    );
    for (const [index, waiting] of list.entries()) {
      const attempt = attempts[index];
      if (attempt === undefined || attempt.status === "locked") takeSlowPath(committer.slowPath, waiting);
      else waiting.resolve(attempt);
    }
  } catch (error) {
    // Whether a commit on a lost connection happened is unknown: callers retry with the same keys.
    if (isConnectionLost(error) || isLate(error)) for (const waiting of list) waiting.reject(error);
    else if (list.length === 1) for (const waiting of list) takeSlowPath(committer.slowPath, waiting);
    else {
      const middle = Math.ceil(list.length / 2);
      await commitTogether(db, committer, list.slice(0, middle));
      await commitTogether(db, committer, list.slice(middle));
    }
  }
}
