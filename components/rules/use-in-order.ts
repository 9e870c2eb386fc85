import { allocate, sumByKind } from "#lib/credits/allocate.ts";
import type { Batch } from "#lib/credits/batch.ts";
import { type ByKind, kinds } from "#lib/credits/kinds.ts";

/** The official example: what there is of each kind, and what a use of it costs. */
export const officialExample: { had: ByKind; cost: number } = {
  had: { subscription: 20, activity: 15, purchased: 100 },
  cost: 25,
};

const start = new Date(0);

/** What a use takes of each kind, by the same rule as real spends; null when there are too few credits. */
export function useInOrder(had: ByKind, cost: number): ByKind | null {
  const allocation = allocate(
    kinds.map((kind, index) => exampleBatch(kind, had[kind], index + 1)),
    cost,
    start,
  );
  return allocation.status === "covered" ? sumByKind(allocation.takes) : null;
}

function exampleBatch(kind: Batch["kind"], amount: number, number: number): Batch {
  return {
    number,
    kind,
    granted: amount,
    remaining: amount,
    held: 0,
    forfeited: 0,
    revocation: null,
    grantedAt: start,
    expiresAt: null,
    source: "example",
    sourceId: null,
    returnedFrom: null,
    label: kind,
  };
}
