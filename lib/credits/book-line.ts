import { type AccountState, booked } from "./account-state.ts";
import type { Batch } from "./batch.ts";
import { compareDeductionOrder } from "./deduction-order.ts";
import type { Entry, RequestKey, Transaction, TransactionType } from "./transaction.ts";
import { detailsOf, type GivenDetails } from "./use-details.ts";

/** What a batch gains or loses in one line; `held` moves between the batch and a hold. */
export interface Move {
  batch: Batch;
  amount: number;
  onBehalfOf?: number;
}

/** A line as its command describes it; omitted fields become null. */
export interface LineDraft extends GivenDetails {
  type: TransactionType;
  at: Date;
  moves: readonly Move[];
  request?: RequestKey | undefined;
  feature?: string | null | undefined;
  units?: number | undefined;
  platform?: string | null | undefined;
  relatesTo?: number | undefined;
  hold?: number | undefined;
  holdExpiresAt?: Date | undefined;
  captured?: number | undefined;
  ofBatch?: number | undefined;
  target?: number | undefined;
  debtChange?: number | undefined;
  reason?: string | undefined;
  actor?: string | undefined;
}

/**
 * Books one line: the next version, entries that add up to the amount, and the batches' remaining moved by them.
 * Batches that the line makes are in `moves` and not yet in the state.
 */
export function bookLine(state: AccountState, draft: LineDraft): { line: Transaction; state: AccountState } {
  const amount = draft.moves.reduce((sum, move) => sum + move.amount, 0);
  const balanceBefore = booked(state);
  const line: Transaction = {
    account: state.account,
    version: state.version + 1,
    type: draft.type,
    amount,
    balanceBefore,
    balanceAfter: balanceBefore + amount,
    at: draft.at,
    request: draft.request ?? null,
    feature: draft.feature ?? null,
    units: draft.units ?? null,
    ...detailsOf(draft),
    platform: draft.platform ?? null,
    relatesTo: draft.relatesTo ?? null,
    hold: draft.hold ?? null,
    holdExpiresAt: draft.holdExpiresAt ?? null,
    captured: draft.captured ?? null,
    ofBatch: draft.ofBatch ?? null,
    target: draft.target ?? null,
    debtChange: draft.debtChange ?? 0,
    reason: draft.reason ?? null,
    actor: draft.actor ?? null,
    // In deduction order, as they are read back, so that a replay equals the first response.
    entries: draft.moves.toSorted((a, b) => compareDeductionOrder(a.batch, b.batch)).map(toEntry),
  };
  const debt = state.debt + line.debtChange;
  const batches = moveBatches(state, draft.moves, forfeits(line));
  return { line, state: { ...state, version: line.version, at: draft.at, debt, batches } };
}

function toEntry({ batch, amount, onBehalfOf }: Move): Entry {
  const { number, kind, source, expiresAt } = batch;
  return { batch: number, kind, amount, source, expiresAt, onBehalfOf: onBehalfOf ?? null };
}

/** Whether credits that a line takes are gone unused. What a revocation takes is counted by the revocation. */
function forfeits({ type, ofBatch }: Pick<Transaction, "type" | "ofBatch">): boolean {
  return type === "expiry" || type === "adjustment" || (type === "revoke" && ofBatch === null);
}

function moveBatches(state: AccountState, moves: readonly Move[], forfeits: boolean): Batch[] {
  const byNumber = new Map(moves.map((move) => [move.batch.number, move]));
  const known = new Set(state.batches.map((batch) => batch.number));
  const made = moves
    .filter((move) => !known.has(move.batch.number))
    .map(({ batch, amount }) => ({ ...batch, remaining: amount }));
  const moved = state.batches.map((batch) => {
    const move = byNumber.get(batch.number);
    if (move === undefined) return batch;
    const forfeited = batch.forfeited + (forfeits ? -move.amount : 0);
    return { ...batch, remaining: batch.remaining + move.amount, forfeited };
  });
  return [...moved, ...made];
}

/** Changes how much holds reserve of batches: positive reserves, negative frees. */
export function moveHeld(
  state: AccountState,
  parts: readonly { batch: number; amount: number }[],
  sign: 1 | -1,
): AccountState {
  const byNumber = new Map(parts.map((part) => [part.batch, part.amount]));
  const batches = state.batches.map((batch) => ({
    ...batch,
    held: batch.held + sign * (byNumber.get(batch.number) ?? 0),
  }));
  return { ...state, batches };
}
