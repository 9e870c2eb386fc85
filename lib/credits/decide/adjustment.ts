import type { AccountState } from "#lib/credits/account-state.ts";
import { allocate, type Take } from "#lib/credits/allocate.ts";
import { allocateFromState } from "#lib/credits/allocate-from-state.ts";
import type { Batch } from "#lib/credits/batch.ts";
import { bookLine } from "#lib/credits/book-line.ts";
import type { AdjustCommand } from "#lib/credits/command.ts";
import { type Decision, refuse } from "#lib/credits/decision.ts";
import { checkNewBatch, newBatch } from "./grant.ts";

/** An operator's correction: upwards adds a batch; downwards takes in deduction order, or part or all of a named batch. */
export function decideAdjustment(state: AccountState, command: AdjustCommand, now: Date): Decision {
  const { amount } = command;
  if (amount === "all") return takeAll(state, command, now);
  return amount > 0 ? adjustUp(state, { ...command, amount }, now) : adjustDown(state, { ...command, amount }, now);
}

type SizedAdjustment = AdjustCommand & { amount: number };

/** Takes everything that remains of the named batch; held credits stay held. Refused when nothing remains. */
function takeAll(state: AccountState, command: AdjustCommand, now: Date): Decision {
  const batch = state.batches.find(({ number }) => number === command.batch);
  if (batch === undefined) return refuse({ slug: "not-found" });
  if (batch.remaining === 0) return refuse({ slug: "nothing-left", held: batch.held });
  return adjustDown(state, { ...command, amount: -batch.remaining }, now);
}

function adjustUp(state: AccountState, command: SizedAdjustment, now: Date): Decision {
  const { kind, amount, expiresAt, reason } = command;
  const refusal = checkNewBatch(state, { amount, expiresAt }, now);
  if (refusal !== null) return refuse(refusal);
  const batch = newBatch(state, { kind, amount, expiresAt, source: "operator", sourceId: null, label: reason }, now);
  const { line, state: after } = bookLine(state, lineDraft(command, now, [{ batch, amount }]));
  return { status: "accepted", own: line, lines: [line], made: [batch], state: { ...after, batchCount: batch.number } };
}

function adjustDown(state: AccountState, command: SizedAdjustment, now: Date): Decision {
  const cost = -command.amount;
  const named = state.batches.filter((batch) => batch.number === command.batch);
  if (command.batch !== null && named.length === 0) return refuse({ slug: "not-found" });
  const allocation = command.batch === null ? allocateFromState(state, cost, now) : allocate(named, cost, now);
  if (allocation.status === "read-more") return allocation;
  if (allocation.status === "short") {
    const { available, shortfall } = allocation;
    return refuse({ slug: "insufficient-credits", cost, available, shortfall });
  }
  const { line, state: after } = bookLine(state, lineDraft(command, now, allocation.takes.map(taken)));
  return { status: "accepted", own: line, lines: [line], made: [], state: after };
}

function taken({ batch, amount }: Take): { batch: Batch; amount: number } {
  return { batch, amount: -amount };
}

function lineDraft(
  { request, platform, actor, reason, batch }: AdjustCommand,
  at: Date,
  moves: { batch: Batch; amount: number }[],
) {
  // The line names the batch, so that the history shows why the deduction order was not followed.
  const reference = batch === null ? undefined : `batch-${batch}`;
  return { type: "adjustment" as const, at, moves, request, platform, actor, reason, reference };
}
