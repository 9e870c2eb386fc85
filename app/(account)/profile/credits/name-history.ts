import { type Line, nameLines } from "#components/history/line.ts";
import { readPurchases } from "#lib/billing/orders/read-purchases.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { readBatchLabels } from "#lib/ledger/read/batch-labels.ts";
import { readRelations } from "#lib/ledger/read/history.ts";

/** Lines of an account's history with display names, the lines they belong to, and what was paid for them. */
export async function nameHistory(
  account: string,
  transactions: readonly Transaction[],
  features: readonly { slug: string; name: string }[],
): Promise<Line[]> {
  const [{ answered, answers }, purchases] = await Promise.all([
    readRelations(database(), account, transactions),
    // An account's id is its owner's user id.
    readPurchases(database(), account, transactions),
  ]);
  const labels = await readBatchLabels(database(), account, [...transactions, ...answered.values()]);
  return nameLines(transactions, { features, labels, answered, answers, purchases });
}
