import type { DbOrTx } from "#db/client.ts";
import { readBalanceRow } from "#db/queries/read-balance.ts";
import type { Balance } from "#lib/credits/balance.ts";

/** The account's balance at this instant, or null when there is no such account. What has ended is not counted. */
export async function readBalance(db: DbOrTx, account: string): Promise<Balance | null> {
  const row = await readBalanceRow(db, account);
  if (row === null) return null;
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
