import { sql } from "drizzle-orm";
import { arrayOf } from "../arrays.ts";
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
    .where(sql`${creditAccounts.id} = any(${arrayOf(ids, "uuid")})`)
    .orderBy(creditAccounts.id)
    .for("no key update")
    .prepare("lock-accounts")
    .execute();
  return rows.map((row) => row.id);
}

/** The same without waiting: accounts that somebody else keeps locked are passed over. Index: credit_accounts_pkey. */
export async function lockFreeAccounts(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ id: creditAccounts.id })
    .from(creditAccounts)
    .where(sql`${creditAccounts.id} = any(${arrayOf(ids, "uuid")})`)
    .orderBy(creditAccounts.id)
    .for("no key update", { skipLocked: true })
    .prepare("lock-free-accounts")
    .execute();
  return rows.map((row) => row.id);
}
