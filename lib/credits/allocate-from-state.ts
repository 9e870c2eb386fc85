import { type AccountState, booked } from "./account-state.ts";
import { type Allocation, allocate } from "./allocate.ts";
import { compareDeductionOrder } from "./deduction-order.ts";

/**
 * Chooses the batches that a cost is taken from, in a state whose due batches are booked. A partial state never takes
 * batches after its position: `read-more` means that the cost is covered, but not by the batches that were read.
 */
export function allocateFromState(state: AccountState, cost: number, now: Date): Allocation | { status: "read-more" } {
  const { batches, partial } = state;
  const after = partial?.after ?? null;
  const inReach = after === null ? batches : batches.filter((batch) => compareDeductionOrder(batch, after) <= 0);
  const allocation = allocate(inReach, cost, now);
  if (allocation.status === "covered" || after === null) return allocation;
  const available = booked(state);
  return available < cost ? { status: "short", available, shortfall: cost - available } : { status: "read-more" };
}
