import type { DbOrTx } from "#db/client.ts";
import { readTakingRows } from "#db/queries/credits/returned-lines.ts";
import type { Transaction } from "#lib/credits/transaction.ts";

/** How much of its batch was granted, and had been used, when a line took credits back. Whole credits. */
export interface Taking {
  granted: number;
  used: number;
}

/** What lines took of, by their version; for lines that take back because a payment was returned. */
export async function readTakings(
  db: DbOrTx,
  account: string,
  lines: readonly Pick<Transaction, "version" | "type" | "ofBatch">[],
): Promise<Map<number, Taking>> {
  const versions = lines.flatMap(({ version, type, ofBatch }) =>
    type === "revoke" && ofBatch !== null ? [version] : [],
  );
  if (versions.length === 0) return new Map();
  const rows = await readTakingRows(db, account, versions);
  return new Map(rows.map(({ version, granted, used }) => [version, { granted, used }]));
}
