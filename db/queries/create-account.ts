import type { Tx } from "../client.ts";
import { creditAccounts } from "../schema/credits.ts";

/** Opens the credit account of a person, in the transaction that makes the person. Both have the same id. */
export async function createAccount(tx: Tx, userId: string): Promise<void> {
  await tx.insert(creditAccounts).values({ id: userId });
}
