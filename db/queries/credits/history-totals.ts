import { and, eq, type SQL, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "../../client.ts";
import { creditTransactions } from "../../schema/credits.ts";
import { creditHolds } from "../../schema/holds.ts";
import { conditionsOf, type HistoryFilter } from "./history.ts";
import { type JobFilter, jobConditionsOf, type Outcome } from "./history-by-job.ts";
import type { TransactionRow } from "./transactions.ts";

/** Rows of one kind: how many there are, and the sum of their amounts, in whole credits, signed. */
export interface HistorySum<Name> {
  name: Name;
  rows: number;
  amount: number;
}

const t = creditTransactions;

/** The sums of all lines of a filter, by type. Indexes: those of `readHistoryRows`. */
export async function sumLines(
  db: DbOrTx,
  account: string,
  filter: HistoryFilter,
): Promise<HistorySum<TransactionRow["type"]>[]> {
  return await sumRows(db, {
    name: sql`${t.type}`,
    amount: sql`${t.amount}`,
    where: conditionsOf(db, account, filter),
  });
}

/** The same with one row per job, by outcome: a job counts what it cost, after refunds. Indexes: those of `readJobRows`. */
export async function sumJobs(db: DbOrTx, account: string, filter: JobFilter): Promise<HistorySum<Outcome>[]> {
  const isOpen = sql`(${t.type} = 'hold' and ${job.expiresAt} > ${filter.now.toISOString()}::timestamptz)`;
  const name = sql`case
    when ${t.type} = 'spend' or ${t.type} = 'capture' then 'spend'
    when ${isOpen} then 'hold'
    when ${t.type} in ('hold', 'release') then case when ${job.captured} > 0 then 'spend' else 'release' end
    when ${t.type} = 'refund' then 'release'
    when ${t.type} in ('adjustment', 'freeze', 'unfreeze') then 'adjustment'
    when ${t.type} in ('revoke', 'reinstate', 'repayment', 'forgive') then 'revoke'
    else ${t.type}::text end`;
  const amount = sql`case
    when ${isOpen} then -${job.amount}
    when ${t.type} in ('hold', 'capture', 'release') then ${refunded} - ${job.captured}
    else ${t.amount} end`;
  return await sumRows(db, { name, amount, where: jobConditionsOf(db, account, filter) });
}

const job = alias(creditHolds, "job");

/** What refunds of the captures of a line's hold returned. */
const refunded = sql`(
  select coalesce(sum(refund.amount), 0) from credit_transactions captured
  join credit_transactions refund on refund.account_id = captured.account_id and refund.relates_to = captured.version
  where captured.account_id = ${job.accountId} and captured.relates_to = ${job.version} and captured.type = 'capture')`;

async function sumRows<Name extends string>(
  db: DbOrTx,
  { name, amount, where }: { name: SQL; amount: SQL; where: (SQL | undefined)[] },
): Promise<HistorySum<Name>[]> {
  const rows = db
    .select({ name: name.as("name"), amount: amount.as("amount") })
    .from(t)
    .leftJoin(job, and(eq(job.accountId, t.accountId), eq(job.number, t.hold)))
    .where(and(...where))
    .as("rows");
  const sums = await db
    .select({ name: sql<Name>`name`, rows: sql<string>`count(*)`, amount: sql<string>`sum(amount)` })
    .from(rows)
    .groupBy(sql`name`);
  return sums.map((sum) => ({ name: sum.name, rows: Number(sum.rows), amount: Number(sum.amount) }));
}
