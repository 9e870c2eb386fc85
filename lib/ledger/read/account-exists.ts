import type { DbOrTx } from "#db/client.ts";
import { readAccountRows } from "#db/queries/credits/account-states.ts";

/** Whether there is an account of this id: somebody else's, a deleted and an invented one read all alike as not there. */
export async function accountExists(db: DbOrTx, account: string): Promise<boolean> {
  return (await readAccountRows(db, [account])).length > 0;
}
