import type { Step } from "#lib/ledger/commit/commit-history.ts";

/** Somebody of the demonstration: who they are, and what has happened to their credits until an instant. */
export interface DemoPerson {
  /** The same in every demonstration, so that examples in documents work. */
  id: string;
  slug: string;
  name: string;
  email: string;
  /** Their past, rising in time; told from the instant of seeding. */
  history: (now: Date) => Step[];
}
