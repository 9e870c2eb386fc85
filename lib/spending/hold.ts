import type { Db } from "#db/client.ts";
import { commitAtPrice, type UseRequest } from "#lib/catalogue/price.ts";
import type { Outcome } from "#lib/ledger/commit/outcome.ts";

/** A request to hold credits for a running job; `expiresInSeconds` is the time limit, 1 s to 24 h. */
export interface HoldRequest extends UseRequest {
  expiresInSeconds: number;
}

/** Holds the price of a feature, from the catalogue or the quote. All or nothing; the same request is replayed. */
export async function hold(db: Db, { expiresInSeconds, ...use }: HoldRequest): Promise<Outcome> {
  return await commitAtPrice(db, use, (asked) => ({ type: "hold", ...asked, expiresInSeconds }));
}
