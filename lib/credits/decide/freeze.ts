import type { AccountState } from "#lib/credits/account-state.ts";
import { bookLine } from "#lib/credits/book-line.ts";
import type { FreezeCommand } from "#lib/credits/command.ts";
import { type Decision, refuse } from "#lib/credits/decision.ts";

/** Freezes or unfreezes: a line of amount 0. Refused when the account already is in that state. */
export function decideFreeze(state: AccountState, command: FreezeCommand, now: Date): Decision {
  const { type, request, platform, actor, reason } = command;
  const isFrozen = state.frozenAt !== null;
  if (isFrozen === (type === "freeze")) {
    const message = isFrozen ? "is frozen already" : "is not frozen";
    return refuse({ slug: "invalid-request", path: "account", message });
  }
  const { line, state: after } = bookLine(state, { type, at: now, moves: [], request, platform, actor, reason });
  const frozenAt = type === "freeze" ? now : null;
  return { status: "accepted", own: line, lines: [line], made: [], state: { ...after, frozenAt } };
}
