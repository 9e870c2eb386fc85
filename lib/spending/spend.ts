import type { Db } from "#db/client.ts";
import { commitAtPrice, type UseRequest } from "#lib/catalogue/price.ts";
import type { Outcome } from "#lib/ledger/commit/apply-commands.ts";

/** A request to use a feature now. */
export type SpendRequest = UseRequest;

/** Uses credits for a feature at the catalogue's price or the quote's. All or nothing; the same request is answered again. */
export async function spend(db: Db, use: SpendRequest): Promise<Outcome> {
  return await commitAtPrice(db, use, (asked) => ({ type: "spend", ...asked }));
}
