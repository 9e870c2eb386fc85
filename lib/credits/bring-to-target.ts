import type { Batch } from "./batch.ts";
import type { Revocation } from "./revocation.ts";

/** The batch that a batch's revocation stands at: credits that came back from an expired batch belong to that batch. */
export function rootOf({ number, returnedFrom }: Batch): number {
  return returnedFrom ?? number;
}

/** A batch and those that came back from it, oldest first. */
export function familyOf({ batches }: { batches: readonly Batch[] }, root: number): Batch[] {
  return batches.filter((batch) => rootOf(batch) === root).toSorted((a, b) => a.number - b.number);
}

/** The revocation of a batch's family; null when its payment was never returned. */
export function revocationOf({ batches }: { batches: readonly Batch[] }, root: number): Revocation | null {
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
