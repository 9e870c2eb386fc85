import { type AnyColumn, and, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { creditAccounts, creditBatches } from "../schema/credits.ts";

export type AccountRow = typeof creditAccounts.$inferSelect;
export type BatchRow = typeof creditBatches.$inferSelect;

/** The counters of accounts, for `commit` after it locked them. Index: credit_accounts_pkey. */
export async function readAccountRows(db: DbOrTx, ids: readonly string[]): Promise<AccountRow[]> {
  return await db.select().from(creditAccounts).where(isOneOf(creditAccounts.id, ids));
}

/** All batches of accounts that have credits left, live and due. Index: credit_batches_deduction_order. */
export async function readOpenBatches(db: DbOrTx, accountIds: readonly string[]): Promise<BatchRow[]> {
  return await db
    .select()
    .from(creditBatches)
    .where(and(isOneOf(creditBatches.accountId, accountIds), creditBatches.open));
}

/** Batches that commands name, whatever they have left. Index: credit_batches_pkey. */
export async function readNamedBatches(
  db: DbOrTx,
  named: readonly { account: string; batch: number }[],
): Promise<BatchRow[]> {
  return await db
    .select()
    .from(creditBatches)
    .where(
      sql`(${creditBatches.accountId}, ${creditBatches.number}) in
        (select account, batch from jsonb_to_recordset(${JSON.stringify(named)}::jsonb) as n(account uuid, batch int))`,
    );
}

/** One parameter however many ids: the statement's text stays the same, so that it is planned once. */
function isOneOf(column: AnyColumn, ids: readonly string[]): SQL {
  return sql`${column} = any(string_to_array(${ids.join(",")}, ',')::uuid[])`;
}
