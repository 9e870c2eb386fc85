import { type AccountState, booked } from "#lib/credits/account-state.ts";
import type { Batch } from "#lib/credits/batch.ts";
import { bookLine } from "#lib/credits/book-line.ts";
import type { GrantCommand } from "#lib/credits/command.ts";
import { type Decision, refuse } from "#lib/credits/decision.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import { repay } from "#lib/credits/repay.ts";

/** Adds a batch that ends in the future or never. One that the account paid for repays its debt first. */
export function decideGrant(state: AccountState, command: GrantCommand, now: Date): Decision {
  const refusal = checkNewBatch(state, command, now);
  if (refusal !== null) return refuse(refusal);
  const { type, kind, amount, expiresAt, source, sourceId, reason, request, platform, actor } = command;
  const batch = newBatch(state, { kind, amount, expiresAt, source, sourceId, label: reason }, now);
  const { line, state: after } = bookLine(state, {
    type,
    at: now,
    moves: [{ batch, amount }],
    request,
    platform,
    actor,
    reference: sourceId,
    reason,
  });
  const granted = { ...after, batchCount: batch.number };
  const { lines, state: settled } = command.repays ? repay(granted, batch.number, now) : { lines: [], state: granted };
  return { status: "accepted", own: line, lines: [line, ...lines], made: [batch], state: settled };
}

/** Refuses a batch whose amount or expiry is invalid now; null when it is valid. */
export function checkNewBatch(
  state: AccountState,
  { amount, expiresAt }: { amount: number; expiresAt: Date | null },
  now: Date,
): Refusal | null {
  if (expiresAt !== null && expiresAt <= now) {
    return { slug: "invalid-request", path: "expiresAt", message: "must lie in the future" };
  }
  if (!Number.isSafeInteger(booked(state) + amount)) {
    return { slug: "invalid-request", path: "amount", message: "would make the balance too large" };
  }
  return null;
}

/** The account's next batch, full and not yet booked. */
export function newBatch(
  state: AccountState,
  { amount, ...origin }: Pick<Batch, "kind" | "expiresAt" | "source" | "sourceId" | "label"> & { amount: number },
  now: Date,
): Batch {
  return {
    ...origin,
    number: state.batchCount + 1,
    granted: amount,
    remaining: amount,
    held: 0,
    forfeited: 0,
    revocation: null,
    grantedAt: now,
    returnedFrom: null,
  };
}
