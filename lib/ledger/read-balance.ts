import type { DbOrTx } from "#db/client.ts";
import { type BalanceRow, readBalanceRows } from "#db/queries/read-balance.ts";
import type { Balance } from "#lib/credits/balance.ts";

/** The account's balance at this instant, or null when there is no such account. What has ended is not counted. */
export async function readBalance(db: DbOrTx, account: string): Promise<Balance | null> {
  const [row] = await readBalanceRows(db, [account]);
  return row === undefined ? null : balanceOf(row);
}

/** The same of many accounts in one statement, all at one instant. Those that are not there are left out. */
export async function readBalances(db: DbOrTx, accounts: readonly string[]): Promise<Map<string, Balance>> {
  const rows = await readBalanceRows(db, accounts);
  return new Map(rows.map((row) => [row.id, balanceOf(row)]));
}

function balanceOf(row: BalanceRow): Balance {
  const { version, at, subscription, activity, purchased, held, next_at, next_kind, next_amount } = row;
  return {
    version,
    at: at.toISOString(),
    available: subscription + activity + purchased,
    held,
    byKind: { subscription, activity, purchased },
    nextExpiry:
      next_at === null || next_kind === null || next_amount === null
        ? null
        : { at: next_at.toISOString(), amount: next_amount, kind: next_kind },
  };
}
