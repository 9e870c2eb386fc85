import type { DbOrTx } from "#db/client.ts";
import { type JobFilter, readJobRows, readNewerJobVersions } from "#db/queries/credits/history-by-job.ts";
import { readAnswerRows } from "#db/queries/credits/transactions.ts";
import { type Job, summarizeJob } from "#lib/credits/job.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { type Relations, withEntries } from "./history.ts";

export type { JobFilter };

/**
 * A page of an account's history with one row per job, newest first. Each row is the line that its job stands at;
 * `nextBefore` is the cursor of the next page, null at the end.
 */
export async function readHistoryByJob(
  db: DbOrTx,
  account: string,
  filter: JobFilter,
  limit: number,
): Promise<{ transactions: Transaction[]; nextBefore: number | null }> {
  const rows = await readJobRows(db, account, filter, limit + 1);
  const page = rows.slice(0, limit);
  const transactions = await withEntries(db, page);
  return { transactions, nextBefore: rows.length > limit ? (page.at(-1)?.version ?? null) : null };
}

/** The cursor of the next newer page of rows: its `before`, "newest" for the newest page, null on the newest page itself. */
export async function readNewerJobPage(
  db: DbOrTx,
  account: string,
  filter: JobFilter,
  limit: number,
): Promise<number | "newest" | null> {
  if (filter.before === undefined) return null;
  const versions = await readNewerJobVersions(db, account, filter, limit + 1);
  return versions[limit] ?? "newest";
}

/**
 * Reads the jobs of rows, by the version of the row: the hold, what followed it, and the refunds of its captures.
 * `relations` are those of the same rows.
 */
export async function readJobs(
  db: DbOrTx,
  account: string,
  rows: readonly Transaction[],
  { relations: { answered, answers }, now }: { relations: Relations; now: Date },
): Promise<Map<number, Job>> {
  const holds = rows.flatMap((row) => {
    const hold = row.type === "hold" ? row : answered.get(row.relatesTo ?? 0);
    return hold?.type === "hold" ? [{ row: row.version, hold, followers: answers.get(hold.version) ?? [] }] : [];
  });
  const captures = holds.flatMap(({ followers }) => followers.filter(({ type }) => type === "capture"));
  const versions = captures.map(({ version }) => version);
  const refunds = versions.length === 0 ? [] : await withEntries(db, await readAnswerRows(db, account, versions));
  const refundsOf = Map.groupBy(refunds, ({ relatesTo }) => relatesTo ?? 0);
  return new Map(
    holds.map(({ row, hold, followers }) => {
      const given = followers.flatMap(({ version }) => refundsOf.get(version) ?? []);
      return [row, summarizeJob(hold, [...followers, ...given], now)];
    }),
  );
}
