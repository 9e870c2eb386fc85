import type { DbOrTx } from "../client.ts";
import { featurePrices, packs } from "../schema/catalogue.ts";

/** Adds a price that holds from an instant on, for `npm run catalogue`. False when one from that instant is there. */
export async function addPrice(db: DbOrTx, price: typeof featurePrices.$inferInsert): Promise<boolean> {
  return (await db.insert(featurePrices).values(price).onConflictDoNothing().returning()).length === 1;
}

/** Adds a pack as it is sold from an instant on, for `npm run catalogue`. False when one from that instant is there. */
export async function addPack(db: DbOrTx, pack: typeof packs.$inferInsert): Promise<boolean> {
  return (await db.insert(packs).values(pack).onConflictDoNothing().returning()).length === 1;
}
