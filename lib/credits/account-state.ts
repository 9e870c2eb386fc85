import type { Batch } from "./batch.ts";

/** All of one account that a decision needs: its counters and its batches with credits left, live and due. */
export interface AccountState {
  account: string;
  /** The number of the newest transaction; 0 before the first. */
  version: number;
  /** The instant of the newest transaction. */
  at: Date | null;
  /** How many batches were ever made: the next one is this + 1. */
  batchCount: number;
  /** Batches with credits left, whether they are live or have ended and are not booked yet. */
  open: readonly Batch[];
}

/** An account as it begins. */
export function newAccount(account: string): AccountState {
  return { account, version: 0, at: null, batchCount: 0, open: [] };
}

/** Whole credits left in all open batches, due ones included: the balance as the newest line left it. */
export function booked(state: AccountState): number {
  return state.open.reduce((sum, batch) => sum + batch.remaining, 0);
}
