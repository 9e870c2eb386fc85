import type { Refusal } from "#lib/credits/refusal.ts";
import type { Transaction } from "#lib/credits/transaction.ts";

/** The outcome of a command. A replay returns the transaction that the same request made before. */
export type Outcome =
  | { status: "done"; transaction: Transaction; replayed: boolean }
  | { status: "refused"; refusal: Refusal };
