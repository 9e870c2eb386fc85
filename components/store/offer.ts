/** A pack as the store shows it. `amountCents` is in the currency's minor unit; with `validDays` null it never expires. */
export interface Offer {
  slug: string;
  credits: number;
  amountCents: number;
  currency: string;
  validDays: number | null;
}

/** The pack with the lowest price per credit, or null when several share it. */
export function bestPriced(offers: readonly Offer[]): Offer | null {
  const [best, next] = [...offers].sort((one, other) => pricePerCredit(one) - pricePerCredit(other));
  return best && next && pricePerCredit(best) < pricePerCredit(next) ? best : null;
}

/** What the form sends for a pack: its slug, and what was shown, so that a price that changed meanwhile is asked again. */
export function offerValue({ slug, credits, amountCents }: Offer): string {
  return `${slug}:${credits}:${amountCents}`;
}

function pricePerCredit({ amountCents, credits }: Offer) {
  return amountCents / credits;
}
