import type { DbOrTx } from "#db/client.ts";
import { readOwingBatches } from "#db/queries/credits/returned-batches.ts";
import { readTransactionsByVersion } from "#db/queries/credits/transactions.ts";

/** What an account owes of one batch, and when its payment was returned. */
export interface Debt {
  batch: number;
  label: string;
  /** Whole credits. */
  owed: number;
  /** The line that took the batch's credits back, and its instant. */
  line: number;
  at: Date;
}

/** What an account owes, in the order in which it is repaid: the oldest first. */
export async function readDebts(db: DbOrTx, account: string): Promise<Debt[]> {
  const owing = await readOwingBatches(db, [account]);
  if (owing.length === 0) return [];
  const versions = owing.flatMap(({ revokedBy }) => revokedBy ?? []);
  const lines = await readTransactionsByVersion(db, account, versions);
  return owing
    .flatMap(({ number, label, owed, revokedBy }) => {
      const line = lines.find(({ version }) => version === revokedBy);
      return line === undefined ? [] : [{ batch: number, label, owed, line: line.version, at: line.at }];
    })
    .toSorted((a, b) => a.line - b.line || a.batch - b.batch);
}
