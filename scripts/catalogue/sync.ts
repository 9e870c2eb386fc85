import type { Db } from "#db/client.ts";
import { syncCatalogue } from "#lib/billing/plans/sync-catalogue.ts";
import { openStripe } from "#lib/billing/stripe/client.ts";
import { readSettings } from "#lib/config/settings.ts";
import { Problem } from "#scripts/launcher/problem.ts";

/** `sync`: brings products, prices and the customer portal at Stripe to the catalogue, and prints what that changed. */
export async function sync(db: Db): Promise<void> {
  const { stripe, appUrl, privacyUrl, termsUrl } = settingsOf();
  const { live } = stripe;
  const changes = await syncCatalogue(db, openStripe(stripe), { live, appUrl, privacyUrl, termsUrl });
  for (const line of changes) console.log(line);
  if (changes.length === 0) console.log("Stripe has everything already.");
}

function settingsOf() {
  try {
    return readSettings(process.env);
  } catch (error) {
    throw new Problem(error instanceof Error ? error.message : String(error));
  }
}
