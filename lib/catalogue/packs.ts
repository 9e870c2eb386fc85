import "server-only";
import type { DbOrTx } from "#db/client.ts";
import { type PackRow, readPackRows } from "#db/queries/catalogue/dated-rows.ts";
import { readClock } from "#db/queries/clock.ts";

/** A pack of purchased credits as sold now; with `validDays` null its credits never expire. */
export type Pack = PackRow;

/** The packs sold now, smallest first. */
export async function listPacks(db: DbOrTx): Promise<Pack[]> {
  return await readPackRows(db, await readClock(db));
}

/** The smallest pack that covers a shortfall, else the largest; undefined when nothing is sold. */
export function smallestPackFor(packs: readonly Pack[], shortfall: number): Pack | undefined {
  return packs.find((pack) => pack.credits >= shortfall) ?? packs.at(-1);
}
