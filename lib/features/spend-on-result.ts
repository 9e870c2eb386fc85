import type { Db } from "#db/client.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { findReplay } from "#lib/ledger/find-replay.ts";
import { makeQuote } from "./quote.ts";
import { type SpendWish, spend } from "./spend.ts";

/** What a maker answers: a result, or why it made none. */
export type Making<Result, Reason> = { status: "made"; result: Result } | { status: "not-made"; reason: Reason };

/** A result that is paid for; or none, and nothing was taken. */
export type PaidResult<Result, Reason> =
  | { status: "paid"; result: Result; transaction: Transaction; replayed: boolean }
  | { status: "not-made"; reason: Reason }
  | { status: "refused"; refusal: Refusal };

/**
 * Makes a result, then commits the spend, then hands the result out: no result, no spend; no credits, no result.
 * A request that was paid for before gets its result made again and pays nothing, so `wish.request` has to name all
 * that the result depends on. Nobody who cannot pay keeps the machine busy: that is looked up before anything is made.
 * Throws when the maker or the database fails; then the same key finds out whether credits were used.
 */
export async function spendOnResult<Result, Reason>(
  db: Db,
  wish: SpendWish,
  make: () => Promise<Making<Result, Reason>>,
): Promise<PaidResult<Result, Reason>> {
  const earlier = await findReplay(db, wish.account, wish.request);
  if (earlier?.status === "refused") return earlier;
  if (earlier === null) {
    const refusal = await foresee(db, wish);
    if (refusal !== null) return { status: "refused", refusal };
  }

  const making = await make();
  if (making.status === "not-made") return making;

  const outcome = earlier ?? (await spend(db, wish));
  if (outcome.status === "refused") return outcome;
  const { transaction, replayed } = outcome;
  return { status: "paid", result: making.result, transaction, replayed };
}

/** A refusal that is certain already; the spend itself decides again, under the lock. */
async function foresee(db: Db, { account, feature, units }: SpendWish): Promise<Refusal | null> {
  const answer = await makeQuote(db, { account, feature, units });
  switch (answer.status) {
    case "unknown-feature":
      return { slug: "invalid-request", path: "feature", message: "is not in the catalogue" };
    case "too-many-units":
      return { slug: "invalid-request", path: "units", message: "cost more than can be spent at a time" };
    case "quoted": {
      const { sufficient, cost, available, shortfall } = answer.quote;
      return sufficient ? null : { slug: "insufficient-credits", cost, available, shortfall };
    }
  }
}
