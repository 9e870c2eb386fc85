import type { AccountState } from "#lib/credits/account-state.ts";
import { type Allocation, sumByKind } from "#lib/credits/allocate.ts";
import { allocateFromState } from "#lib/credits/allocate-from-state.ts";
import { bookLine, moveHeld } from "#lib/credits/book-line.ts";
import { type HoldCommand, maxHoldSeconds, type SpendCommand } from "#lib/credits/command.ts";
import { type Decision, refuse } from "#lib/credits/decision.ts";
import type { Hold } from "#lib/credits/hold.ts";
import { kinds } from "#lib/credits/kinds.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import { takesMoreThanShown } from "#lib/credits/takes-more-than-shown.ts";
import { detailsOf } from "#lib/credits/use-details.ts";

/** Takes the cost in deduction order, all or nothing: a spend uses it, a hold reserves it. */
export function decideUse(state: AccountState, command: SpendCommand | HoldCommand, now: Date): Decision {
  const allocation = allocateFromState(state, command.cost, now);
  if (allocation.status === "read-more") return allocation;
  const refusal = checkUse(state, command, allocation, now);
  if (refusal !== null) return refuse(refusal);
  if (allocation.status === "short") {
    const { available, shortfall } = allocation;
    return refuse({ slug: "insufficient-credits", cost: command.cost, available, shortfall });
  }

  const { type, feature, units, request, platform, actor } = command;
  const details = detailsOf(command);
  const number = state.holdCount + 1;
  const holdExpiresAt = type === "hold" ? secondsAfter(now, command.expiresInSeconds) : undefined;
  const { line, state: after } = bookLine(state, {
    type,
    at: now,
    moves: allocation.takes.map(({ batch, amount }) => ({ batch, amount: -amount })),
    request,
    feature,
    units,
    ...details,
    platform,
    actor,
    hold: type === "hold" ? number : undefined,
    holdExpiresAt,
  });
  const parts = allocation.takes.map(({ batch, amount }) => ({ batch: batch.number, amount }));
  if (holdExpiresAt === undefined) return { status: "accepted", own: line, lines: [line], made: [], state: after };
  const hold: Hold = {
    number,
    version: line.version,
    status: "open",
    amount: command.cost,
    captured: 0,
    openedAt: now,
    expiresAt: holdExpiresAt,
    feature,
    reference: details.reference,
    parts,
  };
  const held = { ...moveHeld(after, parts, 1), holdCount: number, holds: [...after.holds, hold] };
  return { status: "accepted", own: line, lines: [line], made: [], state: held };
}

/** An instant some seconds later. */
export function secondsAfter(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}

function checkUse(
  state: AccountState,
  command: SpendCommand | HoldCommand,
  allocation: Allocation,
  now: Date,
): Refusal | null {
  if (command.type === "hold" && command.expiresInSeconds > maxHoldSeconds) {
    return { slug: "invalid-request", path: "expiresInSeconds", message: "may be at most 24 hours" };
  }
  if (state.frozenAt !== null) return { slug: "account-frozen" };
  return checkQuote(command, allocation, now);
}

/** A quote limits what is taken: no kind that was not shown, and no more purchased credits than shown. */
function checkQuote({ quote }: SpendCommand | HoldCommand, allocation: Allocation, now: Date): Refusal | null {
  if (quote === null) return null;
  if (quote.expiresAt <= now) return { slug: "quote-expired" };
  if (allocation.status === "short") return null;
  const sums = sumByKind(allocation.takes);
  const taken = kinds.flatMap((kind) => (sums[kind] > 0 ? [{ kind, amount: sums[kind] }] : []));
  return takesMoreThanShown(quote.uses, taken) ? { slug: "quote-changed" } : null;
}
