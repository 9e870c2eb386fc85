import type { AccountState } from "#lib/credits/account-state.ts";
import { bookDue } from "#lib/credits/book-due.ts";
import { checkAmounts } from "#lib/credits/check-amounts.ts";
import type { Command } from "#lib/credits/command.ts";
import { type Decision, refuse } from "#lib/credits/decision.ts";
import { decideAdjustment } from "./adjustment.ts";
import { decideForgive } from "./forgive.ts";
import { decideFreeze } from "./freeze.ts";
import { decideGrant } from "./grant.ts";
import { decideCapture, decideExtend, decideRelease } from "./hold-end.ts";
import { decideRefund } from "./refund.ts";
import { decideRevoke } from "./revoke.ts";
import { decideTakeTime } from "./take-time.ts";
import { decideUse } from "./use.ts";

/**
 * Decides one command on one account's state at an instant, which must not be before the account's newest line.
 * Pure: the same input gives the same output, so that a whole history can be replayed through it.
 * An accepted command first books what is due. A refused one books nothing, and its numbers count what is due as done.
 */
export function decide(state: AccountState, command: Command, now: Date): Decision {
  if (state.at !== null && now < state.at) {
    throw new Error(`decide: now ${now.toISOString()} lies before the newest line`);
  }
  if (state.account !== command.account) throw new Error("decide: the command belongs to another account");

  const malformed = checkAmounts(command);
  if (malformed !== null) return refuse(malformed);
  const due = bookDue(state, now);
  const decision = decideSettled(due.state, command, now);
  if (decision.status !== "accepted") return decision;
  return { ...decision, lines: [...due.lines, ...decision.lines], made: [...due.made, ...decision.made] };
}

function decideSettled(state: AccountState, command: Command, now: Date): Decision {
  switch (command.type) {
    case "grant":
      return decideGrant(state, command, now);
    case "spend":
    case "hold":
      return decideUse(state, command, now);
    case "capture":
      return decideCapture(state, command, now);
    case "release":
      return decideRelease(state, command, now);
    case "extend":
      return decideExtend(state, command, now);
    case "refund":
      return decideRefund(state, command, now);
    case "adjustment":
      return decideAdjustment(state, command, now);
    case "take-time":
      return decideTakeTime(state, command, now);
    case "forgive":
      return decideForgive(state, command, now);
    case "revoke":
      return decideRevoke(state, command, now);
    case "freeze":
    case "unfreeze":
      return decideFreeze(state, command, now);
  }
}
