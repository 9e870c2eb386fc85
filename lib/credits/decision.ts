import type { AccountState } from "./account-state.ts";
import type { Batch } from "./batch.ts";
import type { Refusal } from "./refusal.ts";
import type { Transaction } from "./transaction.ts";

/** Booked lines in the order of their versions, the batches that they made, and the state after them. */
export interface Booked {
  lines: readonly Transaction[];
  made: readonly Batch[];
  state: AccountState;
}

/**
 * Either what to write (due lines first, then `own`, then what its give-back let expire at once), or a refusal, or
 * `read-more` when a partial state lacks batches that the decision needs.
 */
export type Decision =
  | ({ status: "accepted"; own: Transaction } & Booked)
  | { status: "refused"; refusal: Refusal }
  | { status: "read-more" };

/** A refusal as a decision. */
export function refuse(refusal: Refusal): Decision {
  return { status: "refused", refusal };
}
