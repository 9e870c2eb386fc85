import { type AccountState, newAccount } from "#lib/credits/account-state.ts";
import { bookDue } from "#lib/credits/book-due.ts";
import type { Command } from "#lib/credits/command.ts";
import { decide } from "#lib/credits/decide/decide.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { knowing } from "../commands.ts";
import type { DecidedOn } from "./witness.ts";

/** An account's history as replayed through `decide`, and its states. */
export interface Replay {
  lines: readonly Transaction[];
  /** The final state, including everything that was used up or ended. */
  state: AccountState;
  stateOn: (on: DecidedOn) => AccountState;
}

/**
 * Plays the commands that made an account's history through `decide` again, in the order of the versions and at the
 * instants of their lines, from an empty account. Lines without a command were due: they are booked as at their instant.
 */
export function replayHistory(
  account: string,
  history: readonly Transaction[],
  commands: ReadonlyMap<number, Command>,
): Replay {
  const lines: Transaction[] = [];
  const states = new Map<string, AccountState>();
  let state = newAccount(account);
  states.set("at 0", state);
  const go = (booked: { lines: readonly Transaction[]; state: AccountState }) => {
    lines.push(...booked.lines);
    state = booked.state;
    states.set(`at ${state.version}`, state);
  };
  while (lines.length < history.length) {
    const next = history[lines.length];
    if (next === undefined) break;
    if (next.request === null) {
      // Whether a sweep booked it or the command behind it: it is all that was due then, and then it is no longer due.
      const due = bookDue(state, next.at);
      if (due.lines.length === 0) throw new Error(`nothing was due at version ${next.version}`);
      go(due);
      continue;
    }
    const command = commands.get(next.version);
    if (command === undefined) throw new Error(`no command asked for version ${next.version}`);
    states.set(`before ${next.version}`, state);
    const decision = decide(knowing(state, lines, named(command)), command, next.at);
    if (decision.status !== "accepted") throw new Error(`version ${next.version}: ${JSON.stringify(decision)}`);
    go(decision);
    states.set(`after ${next.version}`, state);
  }
  return {
    lines,
    state,
    stateOn: ({ where, version }) => {
      const found = states.get(`${where} ${version}`);
      if (found === undefined) throw new Error(`no command was decided ${where} version ${version}`);
      return found;
    },
  };
}

/** The line that a refund names, which deciding it needs to know. */
export function named(command: Command): number | null {
  return command.type === "refund" ? command.of : null;
}
