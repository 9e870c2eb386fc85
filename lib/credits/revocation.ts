import type { AccountState } from "./account-state.ts";
import type { Batch } from "./batch.ts";

/** What is taken back of a batch because its payment was returned. Whole credits; its parts add up to at most the target. */
export interface Revocation {
  /** How many of the granted credits are to be taken back; 0 after everything was given back. */
  target: number;
  /** Taken from what remained in the batch and in batches that came back from it. */
  taken: number;
  /** Used before they could be taken: the debt. */
  owed: number;
  /** Used, and repaid by later grants. */
  repaid: number;
  /** Used, and forgiven by an operator. */
  forgiven: number;
  /** The line that raised the target last. */
  version: number;
}

/** Credits that a later batch put towards the debt of a batch, and that were not given back to it since. */
export interface Repayment {
  /** The batch whose payment was returned. */
  of: number;
  /** The batch that repaid. */
  from: number;
  amount: number;
  /** The line that repaid. */
  version: number;
}

/**
 * How many credits of a batch are taken back when money for it was returned: its share, rounded up, and at most all. Amounts
 * are in minor units of one currency. Nothing is taken where nothing was paid.
 */
export function targetOf(granted: number, { paid, returned }: { paid: bigint; returned: bigint }): number {
  if (paid <= 0n) return 0;
  const back = returned < 0n ? 0n : returned < paid ? returned : paid;
  return Number((BigInt(granted) * back + paid - 1n) / paid);
}

/** The batch that a batch's revocation stands at: credits that came back from an expired batch belong to that batch. */
export function rootOf({ number, returnedFrom }: Batch): number {
  return returnedFrom ?? number;
}

/** How the reference of a line begins that freezes credits of a payment under review, or gives them back after it. */
export const reviewPrefix = "review:";

/** A batch and those that came back from it, oldest first. */
export function familyOf({ batches }: Pick<AccountState, "batches">, root: number): Batch[] {
  return batches.filter((batch) => rootOf(batch) === root).toSorted((a, b) => a.number - b.number);
}

/** The revocation of a batch's family; null when its payment was never returned. */
export function revocationOf({ batches }: Pick<AccountState, "batches">, root: number): Revocation | null {
  return batches.find(({ number }) => number === root)?.revocation ?? null;
}

/** What a revocation changes: `take` is negative when credits are given back, `unrepay` goes back to batches that repaid. */
export interface RevocationChange {
  after: Revocation;
  take: number;
  unrepay: number;
}

/**
 * Brings a revocation to its target. First it takes what remains; then what was forfeited counts, then what is on hold is
 * waited for, and the rest was used: it is owed, repaid or forgiven. The result depends only on the target and on what
 * became of the credits, never on the order of events.
 */
export function bringToTarget(revocation: Revocation, family: readonly Batch[]): RevocationChange {
  const { target } = revocation;
  const take = Math.min(sum(family, "remaining"), target - revocation.taken);
  const taken = revocation.taken + take;
  const forfeited = Math.min(sum(family, "forfeited"), target - taken);
  const waiting = Math.min(sum(family, "held"), target - taken - forfeited);
  const used = target - taken - forfeited - waiting;

  let { owed, repaid, forgiven } = revocation;
  let tooMuch = owed + repaid + forgiven - used;
  if (tooMuch < 0) owed -= tooMuch;
  const less = (part: number) => {
    const cut = Math.max(0, Math.min(part, tooMuch));
    tooMuch -= cut;
    return part - cut;
  };
  if (tooMuch > 0) [owed, repaid, forgiven] = [less(owed), less(repaid), less(forgiven)];
  return { after: { ...revocation, taken, owed, repaid, forgiven }, take, unrepay: revocation.repaid - repaid };
}

function sum(family: readonly Batch[], field: "remaining" | "held" | "forfeited"): number {
  return family.reduce((total, batch) => total + batch[field], 0);
}
