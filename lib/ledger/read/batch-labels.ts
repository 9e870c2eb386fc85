import type { DbOrTx } from "#db/client.ts";
import { readBatchLabelRows } from "#db/queries/credits/batches.ts";

/** The labels of the batches that these lines changed, by batch number. */
export async function readBatchLabels(
  db: DbOrTx,
  account: string,
  lines: readonly { entries: readonly { batch: number }[] }[],
): Promise<Record<number, string>> {
  const numbers = new Set(lines.flatMap((line) => line.entries.map((entry) => entry.batch)));
  if (numbers.size === 0) return {};
  const rows = await readBatchLabelRows(db, account, [...numbers]);
  return Object.fromEntries(rows.map(({ number, label }) => [number, label]));
}
