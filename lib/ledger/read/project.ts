import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import type { AccountState } from "#lib/credits/account-state.ts";
import { bookDue } from "#lib/credits/book-due.ts";
import { loadState } from "#lib/ledger/commit/load-state.ts";

/** An account as booking its due lines would leave it; `booked` is the state in the database. */
export interface Projection {
  at: Date;
  booked: AccountState;
  state: AccountState;
}

/**
 * Projects accounts: applies due lines with the same function that books them, without booking. For readers that find a
 * lapsed hold, because only the rules know which batches its credits return to. Reads all open batches and holds of each
 * account in one snapshot.
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
