import type { Step } from "#lib/ledger/commit/commit-history.ts";
import type { DemoClaim } from "./claim.ts";
import type { Purchases } from "./purchases.ts";

/** What became of the money of a pack, by its position among the packs that were bought. Money is in minor units. */
export type DemoReturn = { pack: number; refundedCents: number } | { pack: number; dispute: "needs_response" };

/** A user of the demonstration: who they are, and the history of their credits up to an instant. */
export interface DemoPerson {
  /** The same in every demonstration, so that examples in documents work. */
  id: string;
  /** Null for users who are not on the sign-in page. */
  slug: string | null;
  name: string;
  email: string;
  /** What they bought; its grants are added to their history. */
  purchases: (now: Date) => Purchases;
  /** What of it was refunded or disputed, where there is a fake Stripe. */
  returns?: readonly DemoReturn[];
  /** The rest of their history in any order, relative to the instant of seeding. */
  history: (now: Date) => Step[];
  /** What they claimed from campaigns; its grants are part of their history. */
  claims: (now: Date) => DemoClaim[];
}
