import { type AccountState, booked } from "#lib/credits/account-state.ts";
import type { Batch } from "#lib/credits/batch.ts";
import { bookLine } from "#lib/credits/book-line.ts";
import type { GrantCommand } from "#lib/credits/command.ts";
import { type Decision, refuse } from "#lib/credits/decision.ts";
import type { Refusal } from "#lib/credits/refusal.ts";

/** Adds a batch that ends in the future or never. */
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
  return { status: "accepted", own: line, lines: [line], made: [batch], state: { ...after, batchCount: batch.number } };
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
    grantedAt: now,
    returnedFrom: null,
  };
}
