import { type AccountState, booked } from "./account-state.ts";
import { type Allocation, allocate } from "./allocate.ts";
import { compareDeductionOrder } from "./deduction-order.ts";

/**
 * Chooses the batches that a cost is taken from, of a state whose due batches are booked. Where the state leaves batches
 * out, nothing behind them is taken: `needs-more` says that the cost is covered, but not by those that are there.
 */
export function allocateFromState(state: AccountState, cost: number, now: Date): Allocation | { status: "needs-more" } {
  const { batches, leftOut } = state;
  const after = leftOut?.after ?? null;
  const inReach = after === null ? batches : batches.filter((batch) => compareDeductionOrder(batch, after) <= 0);
  const allocation = allocate(inReach, cost, now);
  if (allocation.status === "covered" || after === null) return allocation;
  const available = booked(state);
  return available < cost ? { status: "short", available, shortfall: cost - available } : { status: "needs-more" };
}
