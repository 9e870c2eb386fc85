import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import type { AccountState } from "#lib/credits/account-state.ts";
import { bookDue } from "#lib/credits/book-due.ts";
import { loadState } from "#lib/ledger/commit/load-state.ts";

/** An account as booking what is due would leave it at an instant; `booked` is the state that the tables have. */
export interface Projection {
  at: Date;
  booked: AccountState;
  state: AccountState;
}

/**
 * Accounts with all that is due counted as done, by the very function that books it, and without booking it. For
 * readers that find a lapsed hold: what it gives back, and to which batches, only the rules can say. Reads all open batches
 * and holds of each account, as of one moment.
 */
export async function projectAccounts(db: Db, accounts: readonly string[]): Promise<Projection[]> {
  return await db.transaction(
    async (tx) => {
      const now = await readClock(tx);
      const { states } = await loadState(tx, accounts, []);
      return [...states.values()].map((booked) => {
        const at = booked.at !== null && booked.at > now ? booked.at : now;
        return { at, booked, state: bookDue(booked, at).state };
      });
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}
