import { z } from "zod";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { readHoldEnd } from "#db/queries/credits/transactions.ts";
import { type RunFileRow, readOwnRunFile, readRunFiles } from "#db/queries/run-files.ts";
import { type RunRow, readLatestRunRow, readOwnRunRow } from "#db/queries/runs.ts";
import { type Kind, kinds, noCredits } from "#lib/credits/kinds.ts";
import { readTransaction } from "#lib/ledger/read/history.ts";
import { type HoldNow, readHold } from "#lib/ledger/read/holds.ts";
import { reconcileRun } from "./reconcile-run.ts";

/** A run as its account holder sees it. */
export interface RunNow {
  run: RunRow;
  hold: HoldNow;
  /** The files that it made, while they are kept; empty until it is done. */
  files: RunFileRow[];
  /** The credits that it used; null unless it is done. */
  receipt: RunReceipt | null;
}

/** The transaction that used the credits, and the balance after it. Amounts are whole credits. */
export interface RunReceipt {
  version: number;
  used: number;
  held: number;
  balanceAfter: number;
  uses: { kind: Kind; amount: number }[];
}

/** A run of an account, after reconciling it; null when it is another account's, does not exist, or has not started. */
export async function readRun(db: Db, account: string, id: string): Promise<RunNow | null> {
  if (!z.uuid().safeParse(id).success) return null;
  const own = await readOwnRunRow(db, account, id);
  const run = own === null ? null : await reconcileRun(db, own.id);
  return run === null ? null : await describeRun(db, run);
}

const recentHours = 1;

/** The newest run of a feature in the last hour, for a page that is opened again. */
export async function readRecentRun(db: Db, account: string, feature: string): Promise<RunNow | null> {
  const since = new Date((await readClock(db)).getTime() - recentHours * 3600 * 1000);
  const run = await readLatestRunRow(db, account, { feature, since });
  return run === null ? null : await readRun(db, account, run.id);
}

/** A file of a finished run, only for its account holder; null when it does not exist or is no longer kept. */
export async function readRunFile(db: Db, account: string, { run, number }: { run: string; number: string }) {
  if (!z.uuid().safeParse(run).success || !/^[1-9]\d?$/.test(number)) return null;
  return await readOwnRunFile(db, { account, run, number: Number(number) });
}

async function describeRun(db: Db, run: RunRow): Promise<RunNow | null> {
  const hold = run.hold === null ? null : await readHold(db, run.accountId, run.hold);
  if (hold === null) return null;
  if (run.status !== "done") return { run, hold, files: [], receipt: null };
  return { run, hold, files: await readRunFiles(db, run.id), receipt: await readReceipt(db, run, hold) };
}

/** A capture uses the first credits of its hold in deduction order, so kind by kind. */
async function readReceipt(db: Db, { accountId }: RunRow, hold: HoldNow): Promise<RunReceipt | null> {
  const [made, end] = [
    await readTransaction(db, accountId, hold.version),
    await readHoldEnd(db, accountId, hold.version),
  ];
  if (made === null || end === null) return null;
  const byKind = noCredits();
  for (const { kind, amount } of made.entries) byKind[kind] -= amount;
  let missing = hold.captured;
  const uses = kinds.flatMap((kind) => {
    const amount = Math.min(missing, byKind[kind]);
    missing -= amount;
    return amount > 0 ? [{ kind, amount }] : [];
  });
  const { version, balanceAfter } = end;
  return { version, used: hold.captured, held: hold.amount, balanceAfter, uses };
}
