import type { Db } from "#db/client.ts";
import { commitAtPrice, type UseWish } from "#lib/catalogue/price.ts";
import type { Outcome } from "#lib/ledger/commit/apply-commands.ts";

/** A wish to use a feature now. */
export type SpendWish = UseWish;

/** Uses credits for a feature at the catalogue's price or the quote's. All or nothing; the same request is answered again. */
export async function spend(db: Db, wish: SpendWish): Promise<Outcome> {
  return await commitAtPrice(db, wish, (asked) => ({ type: "spend", ...asked }));
}
