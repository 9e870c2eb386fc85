import { type Line, type LineResult, nameLines } from "#components/history/line.ts";
import { readPurchases } from "#lib/billing/orders/read-purchases.ts";
import type { Job } from "#lib/credits/job.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { readBatchLabels } from "#lib/ledger/read/batch-labels.ts";
import { readRelations } from "#lib/ledger/read/history.ts";
import { readJobs } from "#lib/ledger/read/history-by-job.ts";
import { readTakings } from "#lib/ledger/read/takings.ts";
import { type KeptResult, readResultsOfHolds } from "#lib/spending/runs/read-kept-results.ts";
import { parseTool } from "#lib/tools/tool.ts";

/**
 * Lines of an account's history with display names, the lines they belong to, and what was paid for them. With `byJobAt`
 * each line of a hold stands for its whole job at that instant.
 */
export async function nameHistory(
  account: string,
  transactions: readonly Transaction[],
  { features, byJobAt }: { features: readonly { slug: string; name: string }[]; byJobAt: Date | null },
): Promise<Line[]> {
  const holds = transactions.flatMap(({ hold }) => hold ?? []);
  const [relations, kept, purchases, takings] = await Promise.all([
    readRelations(database(), account, transactions),
    readResultsOfHolds(database(), account, holds),
    // An account's id is its owner's user id.
    readPurchases(database(), account, transactions),
    readTakings(database(), account, transactions),
  ]);
  const jobs: ReadonlyMap<number, Job> =
    byJobAt === null ? new Map() : await readJobs(database(), account, transactions, { relations, now: byJobAt });
  const touched = [
    ...transactions,
    ...relations.answered.values(),
    ...[...jobs.values()].flatMap(({ lines }) => lines),
    // A line about a returned payment names its batch also when it changed none.
    ...transactions.flatMap(({ ofBatch }) => (ofBatch === null ? [] : [{ entries: [{ batch: ofBatch }] }])),
  ];
  const labels = await readBatchLabels(database(), account, touched);
  const results = resultsOf(kept);
  return nameLines(transactions, { features, labels, purchases, jobs, results, takings, ...relations });
}

/** A run's results stand on its tool's page. */
function resultsOf(kept: readonly KeptResult[]): Map<number, LineResult> {
  return new Map(
    kept.flatMap(({ hold, run, feature, until }) => {
      const tool = parseTool(feature);
      return hold === null || tool === null ? [] : [[hold, { tool, run, until }]];
    }),
  );
}
