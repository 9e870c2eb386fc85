import type { Db } from "#db/client.ts";
import { isLockedTooLong } from "#db/failure.ts";
import { onClosing } from "#lib/closing.ts";
import type { Command } from "#lib/credits/command.ts";
import { DeadlinePassed, Overloaded } from "#lib/with-deadline.ts";
import type { Outcome } from "./outcome.ts";

/** Connections that can wait for accounts locked by another process; the others never wait. */
const maxSlowPathConnections = 4;

/** A queued command and its caller's promise. */
export interface Waiting {
  command: Command;
  until: number;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}

/** Commits commands, waiting for the lock of their account. */
export type CommitWaiting = (db: Db, commands: readonly Command[]) => Promise<Outcome[]>;

/** Commands whose accounts another process keeps locked; they leave the worker lanes free. */
export interface SlowPath {
  db: Db;
  commitWaiting: CommitWaiting;
  waiting: Map<string, Waiting[]>;
  running: Set<string>;
  closing: boolean;
}

/** On shutdown the process waits for commits in flight here, and rejects commands that have not begun. */
export function openSlowPath(db: Db, commitWaiting: CommitWaiting): SlowPath {
  const slowPath: SlowPath = { db, commitWaiting, waiting: new Map(), running: new Set(), closing: false };
  // A weak reference, so that a replaced pool can be collected together with its slow path.
  const kept = new WeakRef(slowPath);
  onClosing(async () => {
    const open = kept.deref();
    if (open !== undefined) closeSlowPath(open);
  });
  return slowPath;
}

function closeSlowPath(slowPath: SlowPath): void {
  slowPath.closing = true;
  for (const account of [...slowPath.waiting.keys()]) rejectAll(slowPath, account, aboutToEnd());
}

/**
 * Commits a command outside the worker lanes, waiting for its account. Commands of one account keep their order and share
 * one transaction at a time, so that an account takes one connection however many commands wait for it.
 */
export function takeSlowPath(slowPath: SlowPath, waiting: Waiting): void {
  if (slowPath.closing) {
    waiting.reject(aboutToEnd());
    return;
  }
  const { account } = waiting.command;
  const others = slowPath.waiting.get(account);
  if (others !== undefined) others.push(waiting);
  else slowPath.waiting.set(account, [waiting]);
  void runSlowPath(slowPath);
}

async function runSlowPath(slowPath: SlowPath): Promise<void> {
  if (slowPath.running.size >= maxSlowPathConnections) return;
  const next = [...slowPath.waiting].find(([account]) => !slowPath.running.has(account));
  if (next === undefined) return;
  const [account, all] = next;
  slowPath.waiting.delete(account);
  slowPath.running.add(account);
  await commitList(slowPath, inTime(all)).catch((error: unknown) => {
    for (const waiting of all) waiting.reject(error);
    // Commands that arrived meanwhile would wait just as long, one after another, and fail as well.
    if (isLockedTooLong(error)) rejectAll(slowPath, account, error);
  });
  slowPath.running.delete(account);
  void runSlowPath(slowPath);
}

async function commitList({ db, commitWaiting }: SlowPath, list: readonly Waiting[]): Promise<void> {
  if (list.length === 0) return;
  const outcomes = await commitWaiting(
    db,
    list.map(({ command }) => command),
  );
  for (const [index, waiting] of list.entries()) {
    const outcome = outcomes[index];
    if (outcome !== undefined) waiting.resolve(outcome);
  }
}

function rejectAll(slowPath: SlowPath, account: string, error: unknown): void {
  for (const waiting of slowPath.waiting.get(account) ?? []) waiting.reject(error);
  slowPath.waiting.delete(account);
}

/** The command never ran, so the caller can retry against another process. */
function aboutToEnd(): Overloaded {
  return new Overloaded("the process is about to end");
}

/** Keeps the commands that can still begin; rejects those past their deadline. */
export function inTime(list: readonly Waiting[]): Waiting[] {
  const now = Date.now();
  return list.filter((waiting) => {
    if (waiting.until > now) return true;
    waiting.reject(new DeadlinePassed("the command was not begun in time"));
    return false;
  });
}
