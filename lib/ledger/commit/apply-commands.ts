import type { AccountState } from "#lib/credits/account-state.ts";
import type { Batch } from "#lib/credits/batch.ts";
import { bookDue } from "#lib/credits/book-due.ts";
import type { Command } from "#lib/credits/command.ts";
import { decide } from "#lib/credits/decide/decide.ts";
import { findRefundable } from "#lib/credits/refundable.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { answerAgain } from "./earlier-line.ts";

/** What became of a command. A replay answers the transaction that the same request made before. */
export type Outcome =
  | { status: "done"; transaction: Transaction; replayed: boolean }
  | { status: "refused"; refusal: Refusal };

/** What commands are decided on: states by account, lines by key, and outside facts that were granted. */
export interface Book {
  states: Map<string, AccountState>;
  byKey: Map<string, Transaction[]>;
  bySource: Map<string, Transaction>;
}

/** All that a list of decided commands changes. */
export interface Changes {
  /** The states that the changed accounts had. */
  before: Map<string, AccountState>;
  states: Map<string, AccountState>;
  lines: Transaction[];
  made: { account: string; batch: Batch }[];
}

/**
 * Decides commands in turn, each on the state as the one before left it. The order of checks is that of the rules:
 * the account, the key, the source, then `decide`. A refused command changes nothing for its neighbours. `needs-more`
 * when a state of the book leaves out what a command needs: then nothing is decided.
 */
export function fold(
  book: Book,
  steps: readonly { command: Command; now: Date }[],
): { status: "decided"; outcomes: Outcome[]; changes: Changes } | { status: "needs-more" } {
  const changes: Changes = { before: new Map(book.states), states: new Map(), lines: [], made: [] };
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    const outcome = foldOne(book, step, changes);
    if (outcome.status === "needs-more") return outcome;
    outcomes.push(outcome);
  }
  return { status: "decided", outcomes, changes };
}

/** Books what is over in every account of a book, and nothing else. */
export function foldDue(book: Book, now: Date): Changes {
  const changes: Changes = { before: new Map(book.states), states: new Map(), lines: [], made: [] };
  for (const state of book.states.values()) {
    const due = bookDue(state, notBefore(state, now));
    if (due.lines.length === 0) continue;
    changes.states.set(state.account, due.state);
    changes.lines.push(...due.lines);
    changes.made.push(...due.made.map((batch) => ({ account: state.account, batch })));
  }
  return changes;
}

/** The name of a request within the book: account, scope and key. */
export function keyName({ account, request }: { account: string; request: { scope: string; key: string } }): string {
  return `${account} ${request.scope} ${request.key}`;
}

/** The name of an outside fact within the book. */
export function sourceName({ source, sourceId }: { source: string; sourceId: string }): string {
  return JSON.stringify([source, sourceId]);
}

function foldOne(
  book: Book,
  { command, now }: { command: Command; now: Date },
  changes: Changes,
): Outcome | { status: "needs-more" } {
  const state = book.states.get(command.account);
  if (state === undefined) return { status: "refused", refusal: { slug: "not-found" } };

  const again = answerAgain(book.byKey.get(keyName(command)) ?? [], command.request);
  if (again !== null) return again;

  const granted = grantedBefore(book, command);
  if (granted !== null) return granted;

  const known = withNamedLine(state, command, changes.lines);
  const decision = decide(known, command, notBefore(state, now));
  if (decision.status !== "accepted") return decision;

  const { lines, own, made } = decision;
  book.states.set(command.account, decision.state);
  changes.states.set(command.account, decision.state);
  changes.lines.push(...lines);
  changes.made.push(...made.map((batch) => ({ account: command.account, batch })));
  book.byKey.set(keyName(command), [own]);
  if (command.type === "grant" && command.sourceId !== null)
    book.bySource.set(sourceName({ source: command.source, sourceId: command.sourceId }), own);
  return { status: "done", transaction: own, replayed: false };
}

/** A refund may name a line that an earlier command of the same list made: then no table has it yet. */
function withNamedLine(state: AccountState, command: Command, lines: readonly Transaction[]): AccountState {
  if (command.type !== "refund" || state.refundable.some((line) => line.version === command.of)) return state;
  const own = lines.filter((line) => line.account === command.account);
  const named = findRefundable(command.of, own, state);
  return named === null ? state : { ...state, refundable: [...state.refundable, named] };
}

/** A clock that was set back never makes a line older than the one before it. */
function notBefore({ at }: AccountState, now: Date): Date {
  return at !== null && at > now ? at : now;
}

/** A source and its id are granted once, anywhere: the same again is a replay, anything else is refused. */
function grantedBefore(book: Book, command: Command): Outcome | null {
  if (command.type !== "grant" || command.sourceId === null) return null;
  const earlier = book.bySource.get(sourceName({ source: command.source, sourceId: command.sourceId }));
  if (earlier === undefined) return null;
  return earlier.account === command.account && earlier.amount === command.amount
    ? { status: "done", transaction: earlier, replayed: true }
    : { status: "refused", refusal: { slug: "source-used" } };
}
