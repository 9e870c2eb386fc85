import { and, asc, eq, lte, sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import { arrayOf, arrayText } from "../../arrays.ts";
import type { DbOrTx } from "../../client.ts";
import { prepareSelect } from "../../prepared.ts";
import { creditAccounts, creditBatches } from "../../schema/credits.ts";

export type AccountRow = typeof creditAccounts.$inferSelect;
export type BatchRow = typeof creditBatches.$inferSelect;

/** The counters and sums of accounts, for `commit` after it locked them. Index: credit_accounts_pkey. */
export async function readAccountRows(db: DbOrTx, ids: readonly string[]): Promise<AccountRow[]> {
  return await accountRows(db, { ids: arrayText(ids) });
}

const accountRows = prepareSelect(
  new QueryBuilder()
    .select()
    .from(creditAccounts)
    .where(sql`${creditAccounts.id} = any(${sql.placeholder("ids")}::uuid[])`),
);

/** All batches of accounts that have credits left, live and due. Index: credit_batches_deduction_order. */
export async function readOpenBatches(db: DbOrTx, accountIds: readonly string[]): Promise<BatchRow[]> {
  return await db
    .select()
    .from(creditBatches)
    .where(and(sql`${creditBatches.accountId} = any(${arrayOf(accountIds, "uuid")})`, creditBatches.open))
    .prepare("open-batches")
    .execute();
}

/**
 * The first open batches of each account in deduction order, and all that are due: at the instant, or at the account's
 * newest line if the clock was set back. Can contain duplicates. Indexes: credit_batches_deduction_order, credit_batches_due.
 */
export async function readNextBatches(
  db: DbOrTx,
  accountIds: readonly string[],
  { batchLimit, now }: { batchLimit: number; now: Date },
): Promise<BatchRow[]> {
  return await nextBatches(db, { ids: arrayText(accountIds), batchLimit, now: now.toISOString() });
}

const nextBatches = prepareSelect(selectNextBatches(new QueryBuilder()));

function selectNextBatches(build: QueryBuilder) {
  const [a, b] = [creditAccounts, creditBatches];
  const open = and(eq(b.accountId, a.id), b.open);
  const first = build
    .select()
    .from(b)
    .where(open)
    .orderBy(asc(b.kind), sql`${b.expiresAt} asc nulls last`, asc(b.number))
    .limit(sql.placeholder("batchLimit"));
  const due = build
    .select()
    .from(b)
    .where(and(open, lte(b.expiresAt, sql`greatest(${sql.placeholder("now")}::timestamptz, ${a.at})`)));
  const next = first.unionAll(due).as("next");
  return build
    .select(next._.selectedFields)
    .from(a)
    .innerJoinLateral(next, sql`true`)
    .where(sql`${a.id} = any(${sql.placeholder("ids")}::uuid[])`);
}
