import type { Batch } from "./batch.ts";
import type { Position } from "./deduction-order.ts";
import type { Hold, HoldPart } from "./hold.ts";
import { type ByKind, kinds, noCredits } from "./kinds.ts";

/** A spend or capture that a refund may name: what it took, batch by batch as taken, and what came back since. */
export interface RefundableLine {
  version: number;
  feature: string | null;
  taken: readonly HoldPart[];
  refunded: number;
}

/** Credits of live batches and open holds that a state leaves out, so that deciding costs the same however many there are. */
export interface LeftOut {
  /** Whole credits that remain in the live batches left out. */
  available: ByKind;
  /** Whole credits that the open holds left out keep. */
  held: number;
  /** Batches with credits left are all there up to this position in deduction order; null when all of them are there. */
  after: Position | null;
}

/**
 * All of one account that a decision needs: its counters; its batches with credits left (live and due), those that open
 * holds keep credits of, and those that commands name or return to; its open holds and the ones that commands name; and
 * the earlier lines that commands name. With `leftOut` it may lack live batches behind a position, and open holds
 * that are neither due nor named; what is due is always there.
 */
export interface AccountState {
  account: string;
  /** The number of the newest transaction; 0 before the first. */
  version: number;
  /** The instant of the newest transaction. */
  at: Date | null;
  /** How many batches were ever made: the next one is this + 1. */
  batchCount: number;
  /** How many holds were ever made: the next one is this + 1. */
  holdCount: number;
  /** Since when spends and holds are refused; null when they are not. */
  frozenAt: Date | null;
  batches: readonly Batch[];
  holds: readonly Hold[];
  refundable: readonly RefundableLine[];
  /** Null when nothing is left out. */
  leftOut: LeftOut | null;
}

/** An account as it begins. */
export function newAccount(account: string): AccountState {
  return {
    account,
    version: 0,
    at: null,
    batchCount: 0,
    holdCount: 0,
    frozenAt: null,
    batches: [],
    holds: [],
    refundable: [],
    leftOut: null,
  };
}

/** Whole credits that remain in all batches, due ones included: the balance as the newest line left it. */
export function booked({ batches, leftOut }: AccountState): number {
  const rest = leftOut === null ? 0 : kinds.reduce((sum, kind) => sum + leftOut.available[kind], 0);
  return batches.reduce((sum, batch) => sum + batch.remaining, rest);
}

/** The same by kind. */
export function bookedByKind({ batches, leftOut }: AccountState): ByKind {
  const sums = { ...(leftOut?.available ?? noCredits()) };
  for (const batch of batches) sums[batch.kind] += batch.remaining;
  return sums;
}

/** Whole credits that open holds keep. */
export function heldIn({ batches, leftOut }: AccountState): number {
  return batches.reduce((sum, batch) => sum + batch.held, leftOut?.held ?? 0);
}
