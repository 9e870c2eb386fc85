import type { DbOrTx } from "#db/client.ts";
import { readAccountRows } from "#db/queries/credits/account-states.ts";

/** Whether the account exists. Callers learn nothing about other accounts: deleted and invented ids look the same. */
export async function accountExists(db: DbOrTx, account: string): Promise<boolean> {
  return (await readAccountRows(db, [account])).length > 0;
}
