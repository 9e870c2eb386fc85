import { allocate } from "#lib/credits/allocate.ts";
import type { Batch } from "#lib/credits/batch.ts";

/** Whole credits that are expected to be used at an instant. */
export interface ExpectedUse {
  at: Date;
  amount: number;
}

/** What becomes of batches under some use. */
export interface RunDown {
  /** When credits no longer cover the use; null when they do to its end. */
  endsAt: Date | null;
  /** The batches as that use leaves them; those not granted by then as they come. */
  batches: readonly Batch[];
}

/**
 * Runs use through batches in deduction order, oldest first. A batch counts from its grant until its end, as in the rules.
 * The first use that is not covered takes what there is, and is the last.
 */
export function runDown(batches: readonly Batch[], uses: readonly ExpectedUse[]): RunDown {
  let left = batches;
  for (const { at, amount } of uses) {
    const granted = left.filter(({ grantedAt }) => grantedAt <= at);
    const allocation = allocate(granted, amount, at);
    if (allocation.status === "short") return { endsAt: at, batches: take(left, granted, allocation.available, at) };
    left = take(left, granted, amount, at);
  }
  return { endsAt: null, batches: left };
}

function take(left: readonly Batch[], granted: readonly Batch[], amount: number, at: Date): readonly Batch[] {
  const allocation = allocate(granted, amount, at);
  if (allocation.status === "short") return left;
  const taken = new Map(allocation.takes.map((each) => [each.batch.number, each.amount]));
  return left.map((batch) => ({ ...batch, remaining: batch.remaining - (taken.get(batch.number) ?? 0) }));
}
