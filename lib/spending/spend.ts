import type { Db } from "#db/client.ts";
import { commitAtPrice, type UseRequest } from "#lib/catalogue/price.ts";
import type { Outcome } from "#lib/ledger/commit/outcome.ts";

/** A request to use a feature now. */
export type SpendRequest = UseRequest;

/** Spends the price of a feature, from the catalogue or the quote. All or nothing; the same request is replayed. */
export async function spend(db: Db, use: SpendRequest): Promise<Outcome> {
  return await commitAtPrice(db, use, (asked) => ({ type: "spend", ...asked }));
}
