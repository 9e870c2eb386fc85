import { type Batch, isLive } from "./batch.ts";
import { compareDeductionOrder } from "./deduction-order.ts";
import { type ByKind, noCredits } from "./kinds.ts";

/** How many whole credits are taken from one batch. */
export interface Take {
  batch: Batch;
  amount: number;
}

/** Either the whole cost, batch by batch in deduction order, or nothing and how much is missing. */
export type Allocation =
  | { status: "covered"; takes: Take[]; available: number }
  | { status: "short"; available: number; shortfall: number };

/** Chooses the batches to take a cost (whole credits, at least 1) from at an instant. All or nothing. */
export function allocate(batches: readonly Batch[], cost: number, now: Date): Allocation {
  const live = batches.filter((batch) => batch.remaining > 0 && isLive(batch, now)).toSorted(compareDeductionOrder);
  const available = live.reduce((sum, batch) => sum + batch.remaining, 0);
  if (available < cost) return { status: "short", available, shortfall: cost - available };

  const takes: Take[] = [];
  let missing = cost;
  for (const batch of live) {
    if (missing === 0) break;
    const amount = Math.min(batch.remaining, missing);
    takes.push({ batch, amount });
    missing -= amount;
  }
  return { status: "covered", takes, available };
}

/** Sums the takes of an allocation by kind, in whole credits. */
export function sumByKind(takes: readonly Take[]): ByKind {
  const sums = noCredits();
  for (const take of takes) sums[take.batch.kind] += take.amount;
  return sums;
}
