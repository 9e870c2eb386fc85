import { sql } from "drizzle-orm";
import { QueryBuilder } from "drizzle-orm/pg-core";
import { arrayText } from "../../arrays.ts";
import type { Tx } from "../../client.ts";
import { prepareSelect } from "../../prepared.ts";
import { creditAccounts } from "../../schema/credits.ts";

const named = new QueryBuilder()
  .select({ id: creditAccounts.id })
  .from(creditAccounts)
  .where(sql`${creditAccounts.id} = any(${sql.placeholder("ids")}::uuid[])`)
  .orderBy(creditAccounts.id)
  .$dynamic();
const lock = prepareSelect(named.for("no key update"));
const lockFree = prepareSelect(named.for("no key update", { skipLocked: true }));

/**
 * Locks accounts, always in the order of their ids so that two commits never wait for each other in a circle.
 * NO KEY UPDATE, because FOR UPDATE deadlocks with the foreign keys that refer to accounts. Returns those that exist.
 * Index: credit_accounts_pkey.
 */
export async function lockAccounts(tx: Tx, ids: readonly string[]): Promise<string[]> {
  return (await lock(tx, { ids: arrayText(ids) })).map((row) => row.id);
}

/** The same without waiting: skips accounts that are locked. Index: credit_accounts_pkey. */
export async function lockFreeAccounts(tx: Tx, ids: readonly string[]): Promise<string[]> {
  return (await lockFree(tx, { ids: arrayText(ids) })).map((row) => row.id);
}

/** Creates the credit account of a user, in the transaction that creates the user. Both have the same id. */
export async function createAccount(tx: Tx, userId: string): Promise<void> {
  await tx.insert(creditAccounts).values({ id: userId });
}
