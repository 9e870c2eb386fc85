import type { Db } from "#db/client.ts";
import { readGrantSources } from "#db/queries/credits/transactions.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { type BatchWithState, readBatch } from "./batches.ts";
import { readTransaction } from "./history.ts";

/** The grant of an external source: the account, its line, and the batch in its current state. */
export interface GrantOfSource {
  account: string;
  transaction: Transaction;
  batch: BatchWithState;
}

/** The grants of an external source in any account: none or one, because a source is granted once. */
export async function readGrantsOf(db: Db, fact: { source: string; sourceId: string }): Promise<GrantOfSource[]> {
  const found = await readGrantSources(db, [fact]);
  return await Promise.all(found.map((row) => readGrant(db, row)));
}

async function readGrant(
  db: Db,
  { accountId: account, version }: { accountId: string; version: number },
): Promise<GrantOfSource> {
  const transaction = await readTransaction(db, account, version);
  const number = transaction?.entries[0]?.batch;
  const batch = number === undefined ? null : await readBatch(db, account, number);
  if (transaction === null || batch === null) throw new Error(`line ${version} of account ${account} granted nothing`);
  return { account, transaction, batch };
}
