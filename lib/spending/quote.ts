import type { Db } from "#db/client.ts";
import { readFeature } from "#lib/catalogue/features.ts";
import { settings } from "#lib/config/settings.ts";
import { allocate, sumByKind } from "#lib/credits/allocate.ts";
import { maxAmount } from "#lib/credits/command.ts";
import { type Kind, kinds } from "#lib/credits/kinds.ts";
import { readLiveBatches } from "#lib/ledger/read/batches.ts";
import { sealQuote } from "./quote-id.ts";

/** How long a quoted price stays valid. */
export const quoteMinutes = 5;

/** What a spend would do now, without doing it. Amounts are whole credits. */
export interface Quote {
  id: string;
  feature: string;
  units: number;
  cost: number;
  available: number;
  sufficient: boolean;
  shortfall: number;
  /** The balance afterwards; the current balance when there are not enough credits, because then nothing happens. */
  after: number;
  uses: { kind: Kind; amount: number }[];
  batches: { batch: number; kind: Kind; amount: number; expiresAt: string | null }[];
  expiresAt: string;
}

/** Quotes a feature for an existing account; the price is valid for 5 minutes. */
export async function makeQuote(
  db: Db,
  { account, feature: slug, units }: { account: string; feature: string; units: number },
): Promise<{ status: "quoted"; quote: Quote } | { status: "unknown-feature" } | { status: "too-many-units" }> {
  const [feature, { at, batches }] = await Promise.all([readFeature(db, slug), readLiveBatches(db, account)]);
  if (feature === null) return { status: "unknown-feature" };
  const cost = feature.costPerUnit * units;
  if (cost > maxAmount) return { status: "too-many-units" };

  const allocation = allocate(batches, cost, at);
  const takes = allocation.status === "covered" ? allocation.takes : [];
  const sums = sumByKind(takes);
  const uses = kinds.flatMap((kind) => (sums[kind] > 0 ? [{ kind, amount: sums[kind] }] : []));
  const expiresAt = new Date(at.getTime() + quoteMinutes * 60_000);
  const terms = { account, feature: slug, units, cost, uses, expiresAt };
  const quote: Quote = {
    id: sealQuote(terms, settings().authSecret),
    feature: slug,
    units,
    cost,
    available: allocation.available,
    sufficient: allocation.status === "covered",
    shortfall: allocation.status === "covered" ? 0 : allocation.shortfall,
    after: allocation.status === "covered" ? allocation.available - cost : allocation.available,
    uses,
    batches: takes.map(({ batch, amount }) => ({
      batch: batch.number,
      kind: batch.kind,
      amount,
      expiresAt: batch.expiresAt?.toISOString() ?? null,
    })),
    expiresAt: expiresAt.toISOString(),
  };
  return { status: "quoted", quote };
}
