import type { Db } from "#db/client.ts";
import { deleteEnded, endingNames } from "#db/queries/expired-rows.ts";

/**
 * Removes what is over and of no more use: sessions, sign-in links, limits, devices
 * and their codes, the files of runs. Never anything of the
 * books. Answers how many rows of each. Repeating it, or two who do it at once, changes nothing.
 */
export async function cleanUp(db: Db): Promise<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (const name of endingNames) removed[name] = await deleteEnded(db, name);
  return removed;
}
