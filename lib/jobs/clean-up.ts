import type { Db } from "#db/client.ts";
import { deleteEnded, endingNames } from "#db/queries/expired-rows.ts";

/**
 * Deletes what has expired and is not needed any more: sessions, sign-in links, limits, devices and their codes, the
 * files of runs. Never anything of the ledger. Returns the number of rows of each. Repeating it, also concurrently, is
 * harmless.
 */
export async function cleanUp(db: Db): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (const name of endingNames) removed[name] = await deleteEnded(db, name);
  return removed;
}
