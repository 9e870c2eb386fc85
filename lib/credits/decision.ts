import type { AccountState } from "./account-state.ts";
import type { Batch } from "./batch.ts";
import type { Refusal } from "./refusal.ts";
import type { Transaction } from "./transaction.ts";

/** Lines in the order of their versions, the batches that they made, and the state after them. */
export interface Booked {
  lines: readonly Transaction[];
  made: readonly Batch[];
  state: AccountState;
}

/**
 * Either what to write (due lines first, then `own`, then what its give-back let expire at once), or a refusal, or that
 * the state leaves out batches without which nobody can tell.
 */
export type Decision =
  | ({ status: "accepted"; own: Transaction } & Booked)
  | { status: "refused"; refusal: Refusal }
  | { status: "needs-more" };

/** A refusal as a decision. */
export function refuse(refusal: Refusal): Decision {
  return { status: "refused", refusal };
}
