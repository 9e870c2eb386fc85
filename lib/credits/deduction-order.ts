import type { Batch } from "./batch.ts";
import { kinds } from "./kinds.ts";

/** Where a batch stands in the order of use. */
export type Position = Pick<Batch, "kind" | "expiresAt" | "number">;

/**
 * Compares two batches by the fixed order of use: kind, then the soonest expiry (never last), then the order of granting.
 * The order is total: numbers are unique within an account.
 */
export function compareDeductionOrder(a: Position, b: Position): number {
  return (
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || compareExpiry(a.expiresAt, b.expiresAt) || a.number - b.number
  );
}

function compareExpiry(a: Date | null, b: Date | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a.getTime() - b.getTime();
}
