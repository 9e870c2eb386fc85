import type { AccountState } from "#lib/credits/account-state.ts";
import type { Command } from "#lib/credits/command.ts";
import { decide } from "#lib/credits/decide/decide.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { accepted, granted, knowing } from "./commands.ts";

const day = 24 * 60 * 60 * 1000;
const start = Date.UTC(2026, 10, 20);
/** The instant of a day of the story. */
export const at = (days: number) => new Date(start + days * day);

/** Plays commands on an account that bought 100 credits, each with the day it takes place on; the default is day 1. */
export function play(...steps: readonly (Command | [number, Command])[]): {
  state: AccountState;
  lines: Transaction[];
} {
  return playOn(granted(at(0), ["purchased", 100, null]), ...steps);
}

/** The same, with credits that end on day 10. */
export function playEnding(...steps: readonly (Command | [number, Command])[]): {
  state: AccountState;
  lines: Transaction[];
} {
  return playOn(granted(at(0), ["subscription", 100, at(10)]), ...steps);
}

export function playOn(state: AccountState, ...steps: readonly (Command | [number, Command])[]) {
  const lines: Transaction[] = [];
  let now = state;
  for (const step of steps) {
    const [days, asked] = Array.isArray(step) ? step : [1, step];
    const known = asked.type === "refund" ? knowing(now, lines, asked.of) : now;
    const decision = accepted(decide(known, asked, at(days)));
    lines.push(...decision.lines);
    now = decision.state;
  }
  return { state: now, lines };
}
