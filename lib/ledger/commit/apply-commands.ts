import type { AccountState } from "#lib/credits/account-state.ts";
import type { Batch } from "#lib/credits/batch.ts";
import { bookDue } from "#lib/credits/book-due.ts";
import type { Command } from "#lib/credits/command.ts";
import { decide } from "#lib/credits/decide/decide.ts";
import { findRefundable } from "#lib/credits/refundable.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { earlierOutcome } from "./earlier-line.ts";
import type { Outcome } from "./outcome.ts";

/** The state loaded for a commit: account states by id, lines by key, and grants by their external source. */
export interface LedgerState {
  states: Map<string, AccountState>;
  byKey: Map<string, Transaction[]>;
  bySource: Map<string, Transaction>;
  /** The loaded accounts in which a month of a plan is due. */
  planDue: readonly string[];
}

/** Everything that a list of decided commands changes. */
export interface Changes {
  /** The states that the changed accounts had. */
  before: Map<string, AccountState>;
  states: Map<string, AccountState>;
  lines: Transaction[];
  made: { account: string; batch: Batch }[];
}

/**
 * Decides commands in order, each on the state that the previous one produced. The checks run in the order of the rules:
 * account, key, source, then `decide`. A refused command does not affect the others. Returns `read-more` when an account
 * was loaded partially and a command needs more of it: then nothing is decided.
 */
export function applyCommands(
  ledger: LedgerState,
  steps: readonly { command: Command; now: Date }[],
): { status: "decided"; outcomes: Outcome[]; changes: Changes } | { status: "read-more" } {
  const changes: Changes = { before: new Map(ledger.states), states: new Map(), lines: [], made: [] };
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    const outcome = applyOne(ledger, step, changes);
    if (outcome.status === "read-more") return outcome;
    outcomes.push(outcome);
  }
  return { status: "decided", outcomes, changes };
}

/** Books everything that is due in every loaded account, and nothing else. */
export function applyDue(ledger: LedgerState, now: Date): Changes {
  const changes: Changes = { before: new Map(ledger.states), states: new Map(), lines: [], made: [] };
  for (const state of ledger.states.values()) {
    const due = bookDue(state, notBefore(state, now));
    if (due.lines.length === 0) continue;
    changes.states.set(state.account, due.state);
    changes.lines.push(...due.lines);
    changes.made.push(...due.made.map((batch) => ({ account: state.account, batch })));
  }
  return changes;
}

/** The map key of a request in the ledger state: account, scope and key. */
export function keyName({ account, request }: { account: string; request: { scope: string; key: string } }): string {
  return `${account} ${request.scope} ${request.key}`;
}

/** The map key of an external source in the ledger state. */
export function sourceName({ source, sourceId }: { source: string; sourceId: string }): string {
  return JSON.stringify([source, sourceId]);
}

function applyOne(
  ledger: LedgerState,
  { command, now }: { command: Command; now: Date },
  changes: Changes,
): Outcome | { status: "read-more" } {
  const state = ledger.states.get(command.account);
  if (state === undefined) return { status: "refused", refusal: { slug: "not-found" } };

  const again = earlierOutcome(ledger.byKey.get(keyName(command)) ?? [], command.request);
  if (again !== null) return again;

  const granted = grantedBefore(ledger, command);
  if (granted !== null) return granted;

  const known = withNamedLine(state, command, changes.lines);
  const decision = decide(known, command, notBefore(state, now));
  if (decision.status !== "accepted") return decision;

  const { lines, own, made } = decision;
  ledger.states.set(command.account, decision.state);
  changes.states.set(command.account, decision.state);
  changes.lines.push(...lines);
  changes.made.push(...made.map((batch) => ({ account: command.account, batch })));
  ledger.byKey.set(keyName(command), [own]);
  if (command.type === "grant" && command.sourceId !== null)
    ledger.bySource.set(sourceName({ source: command.source, sourceId: command.sourceId }), own);
  return { status: "done", transaction: own, replayed: false };
}

/** A refund can name a line that an earlier command of the same list made: that line is not in the database yet. */
function withNamedLine(state: AccountState, command: Command, lines: readonly Transaction[]): AccountState {
  if (command.type !== "refund" || state.refundable.some((line) => line.version === command.of)) return state;
  const own = lines.filter((line) => line.account === command.account);
  const named = findRefundable(command.of, own, state);
  return named === null ? state : { ...state, refundable: [...state.refundable, named] };
}

/** Keeps instants from falling when the clock is set back. */
function notBefore({ at }: AccountState, now: Date): Date {
  return at !== null && at > now ? at : now;
}

/** A source and its id are granted once across all accounts: an identical grant is a replay, any other is refused. */
function grantedBefore(ledger: LedgerState, command: Command): Outcome | null {
  if (command.type !== "grant" || command.sourceId === null) return null;
  const earlier = ledger.bySource.get(sourceName({ source: command.source, sourceId: command.sourceId }));
  if (earlier === undefined) return null;
  return earlier.account === command.account && earlier.amount === command.amount
    ? { status: "done", transaction: earlier, replayed: true }
    : { status: "refused", refusal: { slug: "source-used" } };
}
