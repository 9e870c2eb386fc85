import type { Db } from "#db/client.ts";
import { isLockedTooLong } from "#db/failure.ts";
import { onClosing } from "#lib/closing.ts";
import type { Command } from "#lib/credits/command.ts";
import { DeadlinePassed, Overloaded } from "#lib/with-deadline.ts";
import type { Outcome } from "./apply-commands.ts";

/** Connections that wait for accounts which somebody else keeps locked; the others never wait. */
const mostAside = 4;

/** A command whose caller waits for its outcome. */
export interface Waiting {
  command: Command;
  until: number;
  resolve: (outcome: Outcome) => void;
  reject: (error: unknown) => void;
}

/** How commands are committed that wait for their account. */
export type CommitWaiting = (db: Db, commands: readonly Command[]) => Promise<Outcome[]>;

/** Commands whose accounts somebody else keeps locked, beside those of the lanes. */
export interface Aside {
  db: Db;
  commitWaiting: CommitWaiting;
  waiting: Map<string, Waiting[]>;
  running: Set<string>;
  closing: boolean;
}

/** A process that is about to end waits for what is being committed here, and refuses what has not begun. */
export function openAside(db: Db, commitWaiting: CommitWaiting): Aside {
  const aside: Aside = { db, commitWaiting, waiting: new Map(), running: new Set(), closing: false };
  // Weakly: a pool that was replaced takes this with it.
  const kept = new WeakRef(aside);
  onClosing(async () => {
    const open = kept.deref();
    if (open !== undefined) closeAside(open);
  });
  return aside;
}

function closeAside(aside: Aside): void {
  aside.closing = true;
  for (const account of [...aside.waiting.keys()]) rejectAll(aside, account, aboutToEnd());
}

/**
 * Tries a command by itself, waiting for its account. Commands of one account keep their order and go together, in one
 * transaction at a time, so that an account takes one connection however many wait for it.
 */
export function stepAside(aside: Aside, waiting: Waiting): void {
  if (aside.closing) {
    waiting.reject(aboutToEnd());
    return;
  }
  const { account } = waiting.command;
  const others = aside.waiting.get(account);
  if (others !== undefined) others.push(waiting);
  else aside.waiting.set(account, [waiting]);
  void runAside(aside);
}

async function runAside(aside: Aside): Promise<void> {
  if (aside.running.size >= mostAside) return;
  const next = [...aside.waiting].find(([account]) => !aside.running.has(account));
  if (next === undefined) return;
  const [account, all] = next;
  aside.waiting.delete(account);
  aside.running.add(account);
  await commitList(aside, inTime(all)).catch((error: unknown) => {
    for (const waiting of all) waiting.reject(error);
    // Those who came meanwhile would wait as long for nothing, one after the other.
    if (isLockedTooLong(error)) rejectAll(aside, account, error);
  });
  aside.running.delete(account);
  void runAside(aside);
}

async function commitList({ db, commitWaiting }: Aside, list: readonly Waiting[]): Promise<void> {
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

function rejectAll(aside: Aside, account: string, error: unknown): void {
  for (const waiting of aside.waiting.get(account) ?? []) waiting.reject(error);
  aside.waiting.delete(account);
}

/** It never ran, so that its caller may ask another process. */
function aboutToEnd(): Overloaded {
  return new Overloaded("the process is about to end");
}

/** Those that may still begin; a command past its deadline leaves unrun. */
export function inTime(list: readonly Waiting[]): Waiting[] {
  const now = Date.now();
  return list.filter((waiting) => {
    if (waiting.until > now) return true;
    waiting.reject(new DeadlinePassed("the command was not begun in time"));
    return false;
  });
}
