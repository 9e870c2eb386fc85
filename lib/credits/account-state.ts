import type { Batch } from "./batch.ts";
import type { Hold, HoldPart } from "./hold.ts";

/** A spend or capture that a refund may name: what it took, batch by batch as taken, and what came back since. */
export interface RefundableLine {
  version: number;
  feature: string | null;
  taken: readonly HoldPart[];
  refunded: number;
}

/**
 * All of one account that a decision needs: its counters; its batches with credits left (live and due), those that open
 * holds keep credits of, and those that a refund returns to; its open holds and the ones that commands name; and
 * the earlier lines that commands name.
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
  };
}

/** Whole credits that remain in all batches, due ones included: the balance as the newest line left it. */
export function booked(state: AccountState): number {
  return state.batches.reduce((sum, batch) => sum + batch.remaining, 0);
}

/** Whole credits that open holds keep. */
export function heldIn(state: AccountState): number {
  return state.batches.reduce((sum, batch) => sum + batch.held, 0);
}
