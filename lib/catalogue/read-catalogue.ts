import type { DbOrTx } from "#db/client.ts";
import { readFeaturesAt, readPacksAt, readScheduledRows } from "#db/queries/catalogue/dated-rows.ts";
import {
  type PlanPriceRow,
  readPlanPricesAt,
  readPlanRows,
  readScheduledPlanRows,
} from "#db/queries/catalogue/plans.ts";
import { readPlaces } from "#db/queries/devices/platform-policies.ts";
import type { CatalogueFile } from "./catalogue-file.ts";
import type { CatalogueState } from "./catalogue-state.ts";

/** The catalogue at an instant. */
export async function readCatalogue(db: DbOrTx, at: Date): Promise<CatalogueState> {
  // One after the other, as a transaction has one connection.
  const features = await readFeaturesAt(db, at);
  const places = await readPlaces(db, null);
  const packs = await readPacksAt(db, at);
  const plans = await readPlanRows(db);
  const planPrices = await readPlanPricesAt(db, at);
  // A feature without a row runs only on the web.
  const placeOf = (slug: string, app: "desktop" | "mobile") =>
    places.find(({ feature, platform }) => feature === slug && platform === app)?.place ?? "none";
  return {
    features: features.map(({ retiredAt, ...feature }) => ({
      ...feature,
      platforms: { desktop: placeOf(feature.slug, "desktop"), mobile: placeOf(feature.slug, "mobile") },
      offered: retiredAt === null || retiredAt > at,
    })),
    packs: packs.map(({ withdrawnAt, ...pack }) => ({ ...pack, sold: withdrawnAt === null || withdrawnAt > at })),
    plans: plans.map(({ position: _, ...plan }) => ({
      ...plan,
      prices: planPrices.filter((price) => price.plan === plan.slug).map((price) => toPlanPrice(price, at)),
    })),
    scheduled: [...(await readScheduledRows(db, at)), ...(await readScheduledPlanRows(db, at))],
  };
}

function toPlanPrice(price: PlanPriceRow, at: Date) {
  const { interval, currency, amountCents, creditsPerMonth, trialDays, trialCredits, retiredAt } = price;
  const sold = retiredAt === null || retiredAt > at;
  return { interval, currency, amountCents, creditsPerMonth, trialDays, trialCredits, sold };
}

/** What is offered now, as a catalogue file. */
export function exportCatalogue({ features, packs, plans }: CatalogueState): CatalogueFile {
  return {
    plans: plans.flatMap(({ prices, ...plan }) => {
      const sold = prices.flatMap(({ sold, ...price }) => (sold ? [price] : []));
      return sold.length > 0 ? [{ ...plan, prices: sold }] : [];
    }),
    features: features.flatMap(({ offered, ...feature }) => (offered ? [feature] : [])),
    packs: packs.flatMap(({ sold, ...pack }) => (sold ? [pack] : [])),
  };
}
