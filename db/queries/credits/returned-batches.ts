import { and, eq, getTableColumns, gt, inArray, isNotNull, or, sql } from "drizzle-orm";
import { arrayOf, pairsOf } from "../../arrays.ts";
import type { DbOrTx, Tx } from "../../client.ts";
import { creditBatches, creditEntries, creditTransactions } from "../../schema/credits.ts";
import type { BatchRow } from "./account-states.ts";

/** A batch by its account and number. */
export interface BatchName {
  account: string;
  number: number;
}

/** What a batch repaid of the debt of another and was not given back since, with the line that repaid. */
export interface RepaymentRow {
  account: string;
  of: number;
  from: number;
  amount: number;
  version: number;
}

/** Batches and those that came back from them, for what changes a revocation. Indexes: credit_batches_pkey, credit_batches_returned. */
export async function readFamilies(db: DbOrTx, roots: readonly BatchName[]): Promise<BatchRow[]> {
  const b = creditBatches;
  return await db
    .select(getTableColumns(b))
    .from(pairsOf(roots, "int"))
    .innerJoin(
      b,
      and(sql`${b.accountId} = pair.account`, or(sql`${b.number} = pair.number`, sql`${b.returnedFrom} = pair.number`)),
    )
    .prepare("batch-families")
    .execute();
}

/**
 * How many credits of batches were not used, with those that came back from them: left, on hold, expired or taken back. The
 * accounts are locked. Indexes: credit_batches_pkey, credit_batches_returned.
 */
export async function readUnused(tx: Tx, roots: readonly BatchName[]): Promise<(BatchName & { unused: number })[]> {
  const families = await readFamilies(tx, roots);
  return roots.map(({ account, number }) => {
    const own = families.filter((one) => one.accountId === account && (one.returnedFrom ?? one.number) === number);
    const parts = own.map((one) => one.remaining + one.held + one.forfeited + one.takenBack);
    return { account, number, unused: parts.reduce((sum, part) => sum + part, 0) };
  });
}

/** The batches of accounts that owe credits, for a grant that repays. Index: credit_batches_owing. */
export async function readOwingBatches(db: DbOrTx, accounts: readonly string[]): Promise<BatchRow[]> {
  const b = creditBatches;
  return await db
    .select()
    .from(b)
    .where(and(sql`${b.accountId} = any(${arrayOf(accounts, "uuid")})`, gt(b.owed, 0)));
}

/**
 * The batches of an account whose payment was returned, for the billing page. Index: credit_batches_pkey, all batches of the
 * account.
 */
export async function readRevokedBatches(
  db: DbOrTx,
  account: string,
): Promise<Pick<BatchRow, "number" | "source" | "sourceId">[]> {
  const { accountId, number, source, sourceId, target } = creditBatches;
  return await db
    .select({ number, source, sourceId })
    .from(creditBatches)
    .where(and(eq(accountId, account), isNotNull(target)))
    .orderBy(number);
}

/** The repayments of batches, for what gives them back. Index: credit_transactions_by_returned_batch. */
export async function readRepayments(db: DbOrTx, repaid: readonly BatchName[]): Promise<RepaymentRow[]> {
  const [t, e] = [creditTransactions, creditEntries];
  const from = sql<number>`coalesce(${e.onBehalfOf}, ${e.batch})`;
  const amount = sql<string>`-sum(${e.amount})`;
  const rows = await db
    .select({ account: t.accountId, of: t.ofBatch, from, amount, version: sql<string>`min(${t.version})` })
    .from(pairsOf(repaid, "int"))
    .innerJoin(t, sql`${t.accountId} = pair.account and ${t.ofBatch} = pair.number`)
    .innerJoin(e, and(eq(e.accountId, t.accountId), eq(e.version, t.version)))
    .where(and(inArray(t.type, ["repayment", "reinstate"]), sql`${from} <> ${t.ofBatch}`))
    .groupBy(t.accountId, t.ofBatch, from)
    .having(sql`sum(${e.amount}) < 0`);
  return rows.map((row) => ({ ...row, of: row.of ?? 0, amount: Number(row.amount), version: Number(row.version) }));
}
