import type { DbOrTx } from "#db/client.ts";
import { readLinesAboutBatch } from "#db/queries/credits/returned-lines.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { readHistory, readTransaction } from "./history.ts";

/**
 * The newest lines of one batch, newest first, at most `limit`: those that changed it, and those about its returned payment
 * that changed only what is owed.
 */
export async function readBatchHistory(
  db: DbOrTx,
  account: string,
  batch: number,
  limit: number,
): Promise<Transaction[]> {
  const [{ transactions }, about] = await Promise.all([
    readHistory(db, account, { batch }, limit),
    readLinesAboutBatch(db, account, batch),
  ]);
  const known = new Set(transactions.map(({ version }) => version));
  const missing = about.filter(({ version }) => !known.has(version));
  const more = await Promise.all(missing.map(({ version }) => readTransaction(db, account, version)));
  return [...transactions, ...more.filter((line) => line !== null)]
    .toSorted((a, b) => b.version - a.version)
    .slice(0, limit);
}
