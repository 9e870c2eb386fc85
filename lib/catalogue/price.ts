import type { Db } from "#db/client.ts";
import { settings } from "#lib/config/settings.ts";
import { type HoldCommand, maxAmount, type QuotedUses, type SpendCommand } from "#lib/credits/command.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import type { GivenDetails } from "#lib/credits/use-details.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { findReplay } from "#lib/ledger/commit/find-replay.ts";
import type { Outcome } from "#lib/ledger/commit/outcome.ts";
import { openQuote } from "#lib/spending/quote-id.ts";
import { explainNoFeature, readFeature } from "./features.ts";

/** A request to use a feature; `quote` is the id of a quote, whose price then applies. */
export interface UseRequest extends GivenDetails {
  account: string;
  feature: string;
  units: number;
  quote: string | null;
  platform: string | null;
  actor: string;
  request: RequestKey;
}

/** What a use costs in whole credits, and what its quote showed. */
interface Price {
  cost: number;
  quote: QuotedUses | null;
}

/**
 * Commits a command for a feature at the catalogue's price or the quote's. A request that was carried out before is
 * replayed even if the price is no longer known.
 */
export async function commitAtPrice(
  db: Db,
  use: UseRequest,
  command: (asked: Omit<UseRequest, "quote"> & Price) => SpendCommand | HoldCommand,
): Promise<Outcome> {
  const priced = await price(db, use);
  if (priced.status === "refused") return (await findReplay(db, use.account, use.request)) ?? priced;
  const { quote: _id, ...asked } = use;
  return await commitOne(db, command({ ...asked, cost: priced.cost, quote: priced.quote }));
}

type Priced = ({ status: "priced" } & Price) | { status: "refused"; refusal: Refusal };

async function price(db: Db, use: UseRequest): Promise<Priced> {
  if (use.quote !== null) return priceOfQuote(use, use.quote);
  const feature = await readFeature(db, use.feature);
  if (feature === null) return refuse("feature", await explainNoFeature(db, use.feature));
  const cost = feature.costPerUnit * use.units;
  return cost > maxAmount
    ? refuse("units", "cost more than can be spent at a time")
    : { status: "priced", cost, quote: null };
}

function priceOfQuote(use: UseRequest, id: string): Priced {
  const terms = openQuote(id, settings().authSecret);
  if (terms === null || terms.account !== use.account) return refuse("quote", "is not a quote for this account");
  if (terms.feature !== use.feature) return refuse("quote", "is for another feature");
  if (terms.units !== use.units) return refuse("quote", "is for other units");
  return { status: "priced", cost: terms.cost, quote: terms };
}

function refuse(path: string, message: string): Priced {
  return { status: "refused", refusal: { slug: "invalid-request", path, message } };
}
