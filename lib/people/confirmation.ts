import "server-only";
import type { Db } from "#db/client.ts";
import { readConfirmationRow, setConfirmation } from "#db/queries/people/users.ts";
import type { ConfirmationRules } from "#lib/credits/needs-confirmation.ts";

/** The highest limit that can be set, in whole credits. */
export const highestLimit = 1_000_000;

/** When a user is asked on the web before credits are used. */
export async function readConfirmation(db: Db, userId: string): Promise<ConfirmationRules> {
  const row = await readConfirmationRow(db, userId);
  if (row === null) throw new Error(`readConfirmation: there is no user ${userId}`);
  return { above: row.confirmAbove, purchased: row.confirmPurchased };
}

/** Stores when a user is asked; the limit is 0 to `highestLimit`. */
export async function saveConfirmation(db: Db, userId: string, { above, purchased }: ConfirmationRules): Promise<void> {
  await setConfirmation(db, userId, { confirmAbove: above, confirmPurchased: purchased });
}
