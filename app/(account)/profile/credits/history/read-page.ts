import "server-only";
import { type Happening, happeningOf } from "#components/history/filter.ts";
import type { ShownTotals } from "#components/history/history-totals.tsx";
import type { Transaction } from "#lib/credits/transaction.ts";
import { database } from "#lib/database.ts";
import { readHistory, readNewerPage } from "#lib/ledger/read/history.ts";
import { readHistoryByJob, readNewerJobPage } from "#lib/ledger/read/history-by-job.ts";
import { readJobTotals, readLineTotals } from "#lib/ledger/read/history-totals.ts";
import { type Asked, filterOf } from "./filter-of.ts";

const linesOnAPage = 50;

/** A page of the history with the totals of everything that the query asks for. */
interface HistoryPage {
  transactions: Transaction[];
  nextBefore: number | null;
  newer: number | "newest" | null;
  totals: ShownTotals;
}

/** The page that a query asks for: one row per job, or every line. */
export async function readPage(asked: Asked): Promise<HistoryPage> {
  const { account } = asked;
  const wanted = await filterOf(asked);
  if (wanted.lines === "all") {
    const [page, newer, totals] = await Promise.all([
      readHistory(database(), account, wanted.filter, linesOnAPage),
      readNewerPage(database(), account, wanted.filter, linesOnAPage),
      readLineTotals(database(), account, wanted.filter),
    ]);
    return { ...page, newer, totals: shownTotals(totals, happeningOf) };
  }
  const [page, newer, totals] = await Promise.all([
    readHistoryByJob(database(), account, wanted.filter, linesOnAPage),
    readNewerJobPage(database(), account, wanted.filter, linesOnAPage),
    readJobTotals(database(), account, wanted.filter),
  ]);
  return { ...page, newer, totals: shownTotals(totals, (outcome) => outcome) };
}

function shownTotals<Name>(
  totals: { status: "too-many" } | { status: "summed"; sums: { name: Name; rows: number; amount: number }[] },
  happeningFor: (name: Name) => Happening,
): ShownTotals {
  if (totals.status === "too-many") return null;
  const amounts = new Map<Happening, number>();
  for (const { name, amount } of totals.sums) {
    const happening = happeningFor(name);
    amounts.set(happening, (amounts.get(happening) ?? 0) + amount);
  }
  return { rows: totals.sums.reduce((sum, { rows }) => sum + rows, 0), amounts };
}
