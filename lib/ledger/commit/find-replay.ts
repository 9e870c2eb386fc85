import type { DbOrTx } from "#db/client.ts";
import { readTransactionsByKey } from "#db/queries/read-transactions.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { withEntries } from "#lib/ledger/read/history.ts";
import type { Outcome } from "./apply-commands.ts";
import { answerAgain } from "./earlier-line.ts";

/**
 * What the key of a request already made, or null when it is free. For checks that would refuse before `commit`:
 * a request that was carried out once is answered the same for ever, whatever has changed since.
 */
export async function findReplay(
  db: DbOrTx,
  account: string,
  request: Omit<RequestKey, "scope"> & { scope: string },
): Promise<Outcome | null> {
  const rows = await readTransactionsByKey(db, [{ account, scope: request.scope, key: request.key }]);
  return answerAgain(await withEntries(db, rows), request);
}
