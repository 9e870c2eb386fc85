import { and, inArray } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { creditAccounts, creditBatches } from "../schema/credits.ts";

export type AccountRow = typeof creditAccounts.$inferSelect;
export type BatchRow = typeof creditBatches.$inferSelect;

/** The counters of accounts, for `commit` after it locked them. Index: credit_accounts_pkey. */
export async function readAccountRows(db: DbOrTx, ids: readonly string[]): Promise<AccountRow[]> {
  return await db
    .select()
    .from(creditAccounts)
    .where(inArray(creditAccounts.id, [...ids]));
}

/** All batches of accounts that have credits left, live and due. Index: credit_batches_deduction_order. */
export async function readOpenBatches(db: DbOrTx, accountIds: readonly string[]): Promise<BatchRow[]> {
  return await db
    .select()
    .from(creditBatches)
    .where(and(inArray(creditBatches.accountId, [...accountIds]), creditBatches.open));
}
