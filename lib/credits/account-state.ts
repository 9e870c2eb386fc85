import type { Batch } from "./batch.ts";
import type { Position } from "./deduction-order.ts";
import type { Hold, HoldPart } from "./hold.ts";
import { type ByKind, kinds, noCredits } from "./kinds.ts";
import type { Repayment } from "./revocation.ts";

/** A spend or capture that a refund can name: what it took, batch by batch, and how much was refunded since. */
export interface RefundableLine {
  version: number;
  feature: string | null;
  taken: readonly HoldPart[];
  refunded: number;
}

/** Sums of the live batches and open holds that were not read, so that deciding costs the same however many there are. */
export interface PartialState {
  /** Whole credits that remain in the live batches that were not read. */
  available: ByKind;
  /** Whole credits kept by the open holds that were not read. */
  held: number;
  /** All batches with credits left were read up to this position in deduction order; null when all of them were read. */
  after: Position | null;
}

/**
 * Everything that a decision needs of one account: its counters; its batches with credits left (live and due), those that
 * open holds keep credits of, and those that commands name or return to, each with the batches that came back from it where
 * its payment was returned; its open holds and the ones that commands name;
 * and the earlier lines that commands name. A partial state can lack live batches after a position, and open holds that
 * are neither due nor named; whatever is due is always included.
 */
export interface AccountState {
  account: string;
  /** The number of the newest transaction; 0 before the first. */
  version: number;
  /** The instant of the newest transaction. */
  at: Date | null;
  /** How many batches were ever made; the next one gets this + 1. */
  batchCount: number;
  /** How many holds were ever made; the next one gets this + 1. */
  holdCount: number;
  /** When the account was frozen (spends and holds are refused); null when it is not. */
  frozenAt: Date | null;
  /** Whole credits that were used although their payment was returned, and are still to repay. */
  debt: number;
  batches: readonly Batch[];
  holds: readonly Hold[];
  refundable: readonly RefundableLine[];
  /** The repayments of batches whose revocation can give them back. */
  repayments: readonly Repayment[];
  /** Null when the state is complete. */
  partial: PartialState | null;
}

/** A new account without history. */
export function newAccount(account: string): AccountState {
  return {
    account,
    version: 0,
    at: null,
    batchCount: 0,
    holdCount: 0,
    frozenAt: null,
    debt: 0,
    batches: [],
    holds: [],
    refundable: [],
    repayments: [],
    partial: null,
  };
}

/** Whole credits that remain in all batches, due ones included: the balance after the newest line. */
export function booked({ batches, partial }: AccountState): number {
  const rest = partial === null ? 0 : kinds.reduce((sum, kind) => sum + partial.available[kind], 0);
  return batches.reduce((sum, batch) => sum + batch.remaining, rest);
}

/** `booked` by kind. */
export function bookedByKind({ batches, partial }: AccountState): ByKind {
  const sums = { ...(partial?.available ?? noCredits()) };
  for (const batch of batches) sums[batch.kind] += batch.remaining;
  return sums;
}

/** Whole credits that open holds keep. */
export function heldIn({ batches, partial }: AccountState): number {
  return batches.reduce((sum, batch) => sum + batch.held, partial?.held ?? 0);
}
