import type { DbOrTx } from "#db/client.ts";
import { readTransactionsByKey } from "#db/queries/credits/transactions.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { withEntries } from "#lib/ledger/read/history.ts";
import { earlierOutcome } from "./earlier-line.ts";
import type { Outcome } from "./outcome.ts";

/**
 * The earlier outcome of a request, or null when its key is unused. For checks that could refuse before `commit`: a request
 * that was carried out once always gets the same response, whatever has changed since.
 */
export async function findReplay(
  db: DbOrTx,
  account: string,
  request: Omit<RequestKey, "scope"> & { scope: string },
): Promise<Outcome | null> {
  const rows = await readTransactionsByKey(db, [{ account, scope: request.scope, key: request.key }]);
  return earlierOutcome(await withEntries(db, rows), request);
}
