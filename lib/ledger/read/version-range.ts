import type { DbOrTx } from "#db/client.ts";
import { readFirstVersion } from "#db/queries/credits/first-version.ts";

/** The versions of an account's lines between two instants: from `first` on, and before `end`. */
export async function readVersionRange(
  db: DbOrTx,
  account: string,
  { from, to }: { from?: Date | undefined; to?: Date | undefined },
): Promise<{ first: number; end: number }> {
  const [first, end] = await Promise.all([
    from === undefined ? 1 : readFirstVersion(db, account, from),
    readFirstVersion(db, account, to ?? null),
  ]);
  return { first, end };
}
