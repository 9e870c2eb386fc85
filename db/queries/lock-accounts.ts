import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "../client.ts";
import { creditAccounts } from "../schema/credits.ts";

/**
 * Locks accounts, always in the order of their ids so that two commits never wait for each other in a circle.
 * NO KEY UPDATE, because FOR UPDATE deadlocks against the foreign keys that point here. Answers which exist.
 * Index: credit_accounts_pkey.
 */
export async function lockAccounts(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ id: creditAccounts.id })
    .from(creditAccounts)
    .where(isOneOf(ids))
    .orderBy(creditAccounts.id)
    .for("no key update");
  return rows.map((row) => row.id);
}

/** The same without waiting: accounts that somebody else keeps locked are passed over. Index: credit_accounts_pkey. */
export async function lockFreeAccounts(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ id: creditAccounts.id })
    .from(creditAccounts)
    .where(isOneOf(ids))
    .orderBy(creditAccounts.id)
    .for("no key update", { skipLocked: true });
  return rows.map((row) => row.id);
}

/** One parameter however many ids: the statement's text stays the same, so that it is planned once. */
function isOneOf(ids: readonly string[]): SQL {
  return sql`${creditAccounts.id} = any(string_to_array(${ids.join(",")}, ',')::uuid[])`;
}
