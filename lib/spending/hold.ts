import type { Db } from "#db/client.ts";
import { commitAtPrice, type UseRequest } from "#lib/catalogue/price.ts";
import type { Outcome } from "#lib/ledger/commit/apply-commands.ts";

/** A request to set credits aside for a job that runs; `expiresInSeconds` is its time limit, 1 s to 24 h. */
export interface HoldRequest extends UseRequest {
  expiresInSeconds: number;
}

/** Holds what a feature costs at the catalogue's price or the quote's. All or nothing; the same request is answered again. */
export async function hold(db: Db, { expiresInSeconds, ...use }: HoldRequest): Promise<Outcome> {
  return await commitAtPrice(db, use, (asked) => ({ type: "hold", ...asked, expiresInSeconds }));
}
