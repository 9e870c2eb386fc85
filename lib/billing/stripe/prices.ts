import "server-only";
import { answerOf, type StripeClient } from "./client.ts";

/** A price at Stripe under a lookup key. */
export interface StripePrice {
  id: string;
  /** The id of our plan price that it was made for. */
  planPrice: string | null;
  /** In minor units. */
  amountCents: number | null;
}

/** A price to be made for a plan price of ours. */
export interface NewStripePrice {
  planPrice: string;
  product: string;
  lookupKey: string;
  amountCents: number;
  currency: string;
  interval: "month" | "year";
}

/** The active price that has a lookup key; null when none has. @throws StripeUnavailable */
export async function findPrice(stripe: StripeClient, lookupKey: string): Promise<StripePrice | null> {
  const { data } = await answerOf(stripe.prices.list({ lookup_keys: [lookupKey], active: true, limit: 1 }));
  const [price] = data;
  if (price === undefined) return null;
  return { id: price.id, planPrice: price.metadata.plan_price ?? null, amountCents: price.unit_amount };
}

/** Makes a price, which takes the lookup key over from an older one, and returns its id. @throws StripeUnavailable */
export async function createPrice(stripe: StripeClient, price: NewStripePrice): Promise<string> {
  const created = await answerOf(
    stripe.prices.create(
      {
        product: price.product,
        currency: price.currency,
        unit_amount: price.amountCents,
        recurring: { interval: price.interval },
        lookup_key: price.lookupKey,
        transfer_lookup_key: true,
        metadata: { plan_price: price.planPrice },
      },
      { idempotencyKey: `plan-price:${price.planPrice}` },
    ),
  );
  return created.id;
}

/** Takes a price from sale; subscriptions that have it go on. @throws StripeUnavailable */
export async function archivePrice(stripe: StripeClient, id: string): Promise<void> {
  await answerOf(stripe.prices.update(id, { active: false }));
}
