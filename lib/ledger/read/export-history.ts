import { setTimeout as sleep } from "node:timers/promises";
import type { DbOrTx } from "#db/client.ts";
import type { JobFilter } from "#db/queries/credits/history-by-job.ts";
import type { Job } from "#lib/credits/job.ts";
import type { Entry, Transaction } from "#lib/credits/transaction.ts";
import { type HistoryFilter, readHistory, readRelations } from "./history.ts";
import { readHistoryByJob, readJobs } from "./history-by-job.ts";

/** What is exported: one row per job, or every line. */
export type ExportFilter = { lines: "all"; filter: HistoryFilter } | { lines: "jobs"; filter: JobFilter };

/** A row of an export. Credits are whole and signed. */
export interface ExportRow {
  /** The line of the row: of a job, the one that ended it, or its hold while it is open. */
  line: Transaction;
  /** The job that the row stands for; null when the row is the line. */
  job: Pick<Job, "status" | "held" | "used" | "refunded"> | null;
  /** The use: a job's stands on its hold. */
  use: Pick<Transaction, "units" | "platform" | "clientVersion" | "reference">;
  amount: number;
  /** What changed of which batch; of a job what it used, before refunds. */
  entries: readonly Entry[];
}

/** Few, so that no spend waits long behind them. */
const rowsARead = 100;
/** How long it rests after a read, for each millisecond of it: downloads leave the processor to spends. */
const restFactor = 4;

/**
 * The rows of an account's history up to a version, newest first, some at a time. Memory does not grow with their number, and
 * nothing is read before it is asked for. It takes its time, so that spends stay fast meanwhile.
 */
export async function* exportHistory(
  db: DbOrTx,
  account: string,
  { wanted, upTo }: { wanted: ExportFilter; upTo: number },
): AsyncGenerator<ExportRow[]> {
  for (let before: number | null = upTo + 1; before !== null; ) {
    const started = performance.now();
    const page: Page = await readPage(db, account, wanted, before);
    const rest = restFactor * (performance.now() - started);
    yield page.rows;
    before = page.nextBefore;
    if (before !== null) await sleep(rest);
  }
}

interface Page {
  rows: ExportRow[];
  nextBefore: number | null;
}

async function readPage(db: DbOrTx, account: string, wanted: ExportFilter, before: number): Promise<Page> {
  if (wanted.lines === "all") {
    const { transactions, nextBefore } = await readHistory(db, account, { ...wanted.filter, before }, rowsARead);
    return { rows: transactions.map((line) => rowOf(line)), nextBefore };
  }
  const { transactions, nextBefore } = await readHistoryByJob(db, account, { ...wanted.filter, before }, rowsARead);
  const relations = await readRelations(db, account, transactions);
  const jobs = await readJobs(db, account, transactions, { relations, now: wanted.filter.now });
  return { rows: transactions.map((line) => rowOf(line, jobs.get(line.version))), nextBefore };
}

function rowOf(line: Transaction, job?: Job): ExportRow {
  if (job === undefined) return { line, job: null, use: line, amount: line.amount, entries: line.entries };
  const { status, held, used, refunded, amount } = job;
  const entries = status === "open" ? job.hold.entries : job.usedEntries;
  return { line, job: { status, held, used, refunded }, use: job.hold, amount, entries };
}
