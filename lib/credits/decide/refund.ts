import type { AccountState } from "#lib/credits/account-state.ts";
import type { RefundCommand } from "#lib/credits/command.ts";
import { type Decision, refuse } from "#lib/credits/decision.ts";
import { giveBack } from "#lib/credits/give-back.ts";
import { type HoldPart, splitParts } from "#lib/credits/hold.ts";

/** Returns credits of a spend or a capture to their batches, last taken first, and never more than it took. */
export function decideRefund(state: AccountState, command: RefundCommand, now: Date): Decision {
  const line = state.refundable.find((candidate) => candidate.version === command.of);
  if (line === undefined) return refuse({ slug: "not-found" });
  const taken = line.taken.reduce((sum, part) => sum + part.amount, 0);
  const left = taken - line.refunded;
  const amount = command.amount ?? left;
  if (amount > left || left === 0) return refuse({ slug: "exceeds-spend", refundable: left });

  const { request, platform, actor, reason } = command;
  const back = giveBack(state, {
    parts: lastTaken(line.taken, { skip: line.refunded, amount }),
    liveAt: now,
    byPerson: false,
    draft: {
      type: "refund",
      at: now,
      request,
      platform,
      actor,
      feature: line.feature,
      relatesTo: line.version,
      reason,
    },
  });
  const refunded = line.refunded + amount;
  const refundable = back.state.refundable.map((other) =>
    other.version === line.version ? { ...line, refunded } : other,
  );
  return { status: "accepted", ...back, state: { ...back.state, refundable } };
}

/** The credits taken last, after those that earlier refunds returned. */
function lastTaken(taken: readonly HoldPart[], { skip, amount }: { skip: number; amount: number }): HoldPart[] {
  const { rest } = splitParts(taken.toReversed(), skip);
  return splitParts(rest, amount).first;
}
