import type { Db } from "#db/client.ts";
import { readDueAccounts, readNextDue } from "#db/queries/credits/due.ts";
import { commitDue } from "#lib/ledger/commit/commit-due.ts";

const accountsARound = 256;

/**
 * Books all expiries and lapses that are due, in rounds of at most 256 accounts, until a round finds none that it can
 * book. Returns the milliseconds until the next one is due; null when there is none.
 */
export async function bookAllDue(db: Db): Promise<number | null> {
  for (;;) {
    const { now, at } = await readNextDue(db);
    if (at === null) return null;
    if (at > now) return at.getTime() - now.getTime();
    const accounts = await readDueAccounts(db, now, accountsARound);
    // The rest belongs to locked accounts: the transaction with the lock books it, or we do in a moment.
    if ((await commitDue(db, accounts)) === 0) return lockedPauseMs;
  }
}

const lockedPauseMs = 250;
