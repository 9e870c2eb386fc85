import type { DbOrTx } from "#db/client.ts";
import { type HistorySum, sumJobs, sumLines } from "#db/queries/credits/history-totals.ts";
import type { HistoryFilter } from "./history.ts";
import type { JobFilter } from "./history-by-job.ts";
import { readVersionRange } from "./version-range.ts";

/** Among more lines than these nothing is added up, however few of them a filter finds: a page must not wait for them. */
export const mostSummed = 50_000;

/** What rows of the history add up to, in whole credits, signed; `too-many` when they are not added up. */
export type HistoryTotals<Name> = { status: "summed"; sums: HistorySum<Name>[] } | { status: "too-many" };

/** The totals of all lines of a filter, by type. */
export async function readLineTotals(db: DbOrTx, account: string, filter: HistoryFilter) {
  return await sumAmong(db, account, filter, (bounds) => sumLines(db, account, { ...filter, ...bounds }));
}

/** The totals of all rows of a filter with one row per job, by outcome. */
export async function readJobTotals(db: DbOrTx, account: string, filter: JobFilter) {
  return await sumAmong(db, account, filter, (bounds) => sumJobs(db, account, { ...filter, ...bounds }));
}

type Bounds = Pick<HistoryFilter, "before" | "versions">;

async function sumAmong<Name>(
  db: DbOrTx,
  account: string,
  { from, to, versions, search }: Omit<HistoryFilter, "types">,
  sum: (bounds: Bounds) => Promise<HistorySum<Name>[]>,
): Promise<HistoryTotals<Name>> {
  const among = versions ?? (await readVersionRange(db, account, { from, to }));
  // A search that finds no feature looks at the lines that it names alone.
  const looksAtAll = search === undefined || search.features.length > 0;
  if (looksAtAll && among.end - among.first > mostSummed) return { status: "too-many" };
  return { status: "summed", sums: await sum({ before: undefined, versions: among }) };
}
