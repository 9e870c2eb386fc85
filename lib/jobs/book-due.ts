import type { Db } from "#db/client.ts";
import { readDueAccounts, readNextDue } from "#db/queries/credits/due.ts";
import { commitDue } from "#lib/ledger/commit/commit-due.ts";

const accountsARound = 256;

/**
 * Books all that is over now, in rounds of at most 256 accounts, until a round finds nothing that it may book.
 * Answers how many milliseconds are left until the next instant at which something is over; null when nothing ever is.
 */
export async function bookAllDue(db: Db): Promise<number | null> {
  for (;;) {
    const { now, at } = await readNextDue(db);
    if (at === null) return null;
    if (at > now) return at.getTime() - now.getTime();
    const accounts = await readDueAccounts(db, now, accountsARound);
    // What is left belongs to accounts that somebody has locked: they book it themselves, or we do, in a moment.
    if ((await commitDue(db, accounts)) === 0) return lockedPauseMs;
  }
}

const lockedPauseMs = 250;
