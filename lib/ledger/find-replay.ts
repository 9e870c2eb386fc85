import type { DbOrTx } from "#db/client.ts";
import { readEntries } from "#db/queries/read-entries.ts";
import { readTransactionsByKey } from "#db/queries/read-transactions.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import type { Outcome } from "./fold.ts";
import { toTransaction } from "./rows.ts";

/**
 * What the key of a request already made, or null when it is free. For checks that would refuse before `commit`:
 * a request that was carried out once is answered the same for ever, whatever has changed since.
 */
export async function findReplay(db: DbOrTx, account: string, request: RequestKey): Promise<Outcome | null> {
  const [row] = await readTransactionsByKey(db, [{ account, scope: request.scope, key: request.key }]);
  if (row === undefined) return null;
  const transaction = toTransaction(row, await readEntries(db, [{ account, version: row.version }]));
  return transaction.request?.fingerprint === request.fingerprint
    ? { status: "done", transaction, replayed: true }
    : { status: "refused", refusal: { slug: "idempotency-key-reused" } };
}
