import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import type { CatalogueFile } from "#lib/catalogue/catalogue-file.ts";
import type { CatalogueState } from "#lib/catalogue/catalogue-state.ts";
import { describePack, describePlanPrice } from "#lib/catalogue/describe-change.ts";
import { findTwinPacks } from "#lib/catalogue/find-twin-packs.ts";
import { exportCatalogue, readCatalogue } from "#lib/catalogue/read-catalogue.ts";

/** `show`: what is offered, what no longer is, and what is scheduled, as text. */
export async function show(db: Db): Promise<void> {
  const state = await readCatalogue(db, await readClock(db));
  if (state.features.length + state.packs.length + state.plans.length === 0)
    console.log("The catalogue is empty: run npx purse catalogue init");
  for (const { slug, name, costPerUnit, unit, platforms, offered } of state.features) {
    const says = offered ? `${costPerUnit} per ${unit}, ${placesOf(platforms)}` : "retired";
    console.log(`feature ${slug.padEnd(24)} "${name}": ${says}`);
  }
  for (const { slug, sold, ...pack } of state.packs)
    console.log(`pack    ${slug.padEnd(24)} ${sold ? describePack(pack) : "withdrawn"}`);
  for (const { slug, name, prices } of state.plans) {
    const sold = prices.filter((price) => price.sold);
    if (sold.length === 0) console.log(`plan    ${slug.padEnd(24)} "${name}": not sold`);
    for (const price of sold) console.log(`plan    ${slug.padEnd(24)} "${name}": ${describePlanPrice(price)}`);
  }
  sayScheduled(state);
  warnOfTwins(exportCatalogue(state));
}

/** `export`: what is offered as a file for `apply`, on standard output. */
export async function exportFile(db: Db): Promise<void> {
  const state = await readCatalogue(db, await readClock(db));
  console.log(JSON.stringify(exportCatalogue(state), null, 2));
}

/** Names what later rows will change, on standard error: `apply` matches the catalogue to a file only until then. */
export function sayScheduled({ scheduled }: CatalogueState): void {
  for (const { slug, from } of scheduled)
    console.error(`Scheduled: ${slug} changes at ${from.toISOString()}, as a dated row says.`);
}

/** Warns about packs with the same credits and price, on standard error. */
export function warnOfTwins({ packs }: CatalogueFile): void {
  for (const [one, other] of findTwinPacks(packs))
    console.error(`Warning: ${one} and ${other} sell the same credits for the same price.`);
}

function placesOf(platforms: Record<string, string>): string {
  return Object.entries(platforms)
    .map(([platform, place]) => `${platform} ${place}`)
    .join(", ");
}
