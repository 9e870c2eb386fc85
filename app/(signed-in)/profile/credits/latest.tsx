import { LatestTable } from "#components/credits/latest-table.tsx";
import { nameLines } from "#components/credits/line.ts";
import { database } from "#lib/database.ts";
import { readFeatures } from "#lib/features/catalogue.ts";
import { readBatchLabels } from "#lib/ledger/read-batch-labels.ts";
import { readHistory } from "#lib/ledger/read-history.ts";

/** The newest lines, read while the total is already on its way. */
export async function Latest({ account, lines, now }: { account: string; lines: number; now: Date }) {
  const [{ transactions }, features] = await Promise.all([
    readHistory(database(), account, {}, lines),
    readFeatures(database()),
  ]);
  const labels = await readBatchLabels(database(), account, transactions);
  return <LatestTable lines={nameLines(transactions, features, labels)} now={now} />;
}
