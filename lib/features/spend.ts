import type { Db } from "#db/client.ts";
import { settings } from "#lib/config/settings.ts";
import { maxAmount, type SpendCommand } from "#lib/credits/command.ts";
import type { Refusal } from "#lib/credits/refusal.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { commitOne } from "#lib/ledger/commit.ts";
import { findReplay } from "#lib/ledger/find-replay.ts";
import type { Outcome } from "#lib/ledger/fold.ts";
import { readFeature } from "./catalogue.ts";
import { openQuote, type QuotedTerms } from "./quote-id.ts";

/** A wish to use a feature; `quote` is a quote's id, whose price then holds. */
export interface SpendWish {
  account: string;
  feature: string;
  units: number;
  quote: string | null;
  reference: string | null;
  platform: string | null;
  actor: string;
  request: RequestKey;
}

/** Uses credits for a feature at the catalogue's price or the quote's. All or nothing; the same request is answered again. */
export async function spend(db: Db, wish: SpendWish): Promise<Outcome> {
  const priced = await price(db, wish);
  if (priced.status === "refused") return (await findReplay(db, wish.account, wish.request)) ?? priced;
  const { account, feature, units, reference, platform, actor, request } = wish;
  const command: SpendCommand = {
    type: "spend",
    account,
    cost: priced.cost,
    feature,
    units,
    reference,
    platform,
    actor,
    request,
    quote: priced.terms,
  };
  return await commitOne(db, command);
}

type Priced = { status: "priced"; cost: number; terms: QuotedTerms | null } | { status: "refused"; refusal: Refusal };

async function price(db: Db, wish: SpendWish): Promise<Priced> {
  if (wish.quote !== null) return priceOfQuote(wish, wish.quote);
  const feature = await readFeature(db, wish.feature);
  if (feature === null) return refuse("feature", "is not in the catalogue");
  const cost = feature.costPerUnit * wish.units;
  return cost > maxAmount
    ? refuse("units", "cost more than can be spent at a time")
    : { status: "priced", cost, terms: null };
}

function priceOfQuote(wish: SpendWish, id: string): Priced {
  const terms = openQuote(id, settings().authSecret);
  if (terms === null || terms.account !== wish.account) return refuse("quote", "is not a quote for this account");
  if (terms.feature !== wish.feature) return refuse("quote", "is for another feature");
  if (terms.units !== wish.units) return refuse("quote", "is for other units");
  return { status: "priced", cost: terms.cost, terms };
}

function refuse(path: string, message: string): Priced {
  return { status: "refused", refusal: { slug: "invalid-request", path, message } };
}
