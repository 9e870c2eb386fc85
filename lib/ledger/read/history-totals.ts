import type { DbOrTx } from "#db/client.ts";
import { type HistorySum, sumJobs, sumLines } from "#db/queries/credits/history-totals.ts";
import type { HistoryFilter } from "./history.ts";
import type { JobFilter } from "./history-by-job.ts";

/** More rows than these are not added up: a page must not wait for them. */
export const mostSummed = 50_000;

/** What rows of the history add up to, in whole credits, signed; `too-many` when they are not added up. */
export type HistoryTotals<Name> = { status: "summed"; sums: HistorySum<Name>[] } | { status: "too-many" };

/** The totals of all lines of a filter, by type. */
export async function readLineTotals(db: DbOrTx, account: string, filter: HistoryFilter) {
  return within(await sumLines(db, account, { filter: { ...filter, before: undefined }, most: mostSummed + 1 }));
}

/** The totals of all rows of a filter with one row per job, by outcome. */
export async function readJobTotals(db: DbOrTx, account: string, filter: JobFilter) {
  return within(await sumJobs(db, account, { filter: { ...filter, before: undefined }, most: mostSummed + 1 }));
}

function within<Name>(sums: HistorySum<Name>[]): HistoryTotals<Name> {
  const rows = sums.reduce((count, sum) => count + sum.rows, 0);
  return rows > mostSummed ? { status: "too-many" } : { status: "summed", sums };
}
