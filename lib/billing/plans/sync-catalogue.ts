import "server-only";
import type { Db } from "#db/client.ts";
import { type PlanPriceRow, readPlanPricesAt, readPlanRows, saveStripePrice } from "#db/queries/catalogue/plans.ts";
import { readClock } from "#db/queries/clock.ts";
import type { StripeClient } from "#lib/billing/stripe/client.ts";
import { bringPortalTo, type PortalPages } from "#lib/billing/stripe/portal-configuration.ts";
import { archivePrice, createPrice, findPrice } from "#lib/billing/stripe/prices.ts";
import { bringProductTo } from "#lib/billing/stripe/products.ts";

/**
 * Brings Stripe to the catalogue: a product for each plan, its prices under their lookup keys, and the customer portal. A new
 * price takes the lookup key over, and running subscriptions keep the old one; a retired price is archived. Returns the
 * changes, a line each; none when it is called again.
 * @throws StripeUnavailable; calling it again continues.
 */
export async function syncCatalogue(
  db: Db,
  stripe: StripeClient,
  { live, ...pages }: PortalPages & { live: boolean },
): Promise<string[]> {
  const now = await readClock(db);
  const prices = await readPlanPricesAt(db, now);
  const changes: string[] = [];
  for (const { slug, name, description } of await readPlanRows(db)) {
    const own = prices.filter(({ plan }) => plan === slug);
    const { retired = [], sold = [] } = Object.groupBy(own, (one) => (isRetired(one, now) ? "retired" : "sold"));
    for (const price of retired) changes.push(...(await archive(stripe, price)));
    if (sold.length === 0) continue;
    const product = { id: `purse_${slug}`, name, description };
    if (await bringProductTo(stripe, product)) changes.push(`~ product ${product.id} "${name}"`);
    for (const price of sold) changes.push(...(await offer(db, stripe, { price, product: product.id, live })));
  }
  if (await bringPortalTo(stripe, pages)) changes.push("~ customer portal");
  return changes;
}

function isRetired({ retiredAt }: PlanPriceRow, now: Date): boolean {
  return retiredAt !== null && retiredAt <= now;
}

async function archive(stripe: StripeClient, { lookupKey }: PlanPriceRow): Promise<string[]> {
  const found = await findPrice(stripe, lookupKey);
  if (found === null) return [];
  await archivePrice(stripe, found.id);
  return [`- price ${lookupKey}: archived`];
}

async function offer(
  db: Db,
  stripe: StripeClient,
  { price, product, live }: { price: PlanPriceRow; product: string; live: boolean },
): Promise<string[]> {
  const { id: planPrice, lookupKey, amountCents, currency, interval } = price;
  const found = await findPrice(stripe, lookupKey);
  const isThere = found?.planPrice === planPrice && found.amountCents === amountCents;
  const id = isThere
    ? found.id
    : await createPrice(stripe, { planPrice, product, lookupKey, amountCents, currency, interval });
  // Also when it was there: a crash may have come between Stripe and us.
  await saveStripePrice(db, { id, livemode: live, planPrice });
  return isThere ? [] : [`${found === null ? "+" : "~"} price ${lookupKey}: ${amountCents} ${currency} a ${interval}`];
}
