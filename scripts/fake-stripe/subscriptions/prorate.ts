import { type FakeStripe, newId } from "../fake.ts";
import { priceInWords } from "../invoices/draft-invoice.ts";
import { invalidRequest } from "../refusal.ts";
import type { StoredInvoiceItem, StoredSubscription } from "../state.ts";

type Item = StoredSubscription["items"][number];

type Proration = {
  before: StoredSubscription;
  items: Item[];
  /** A new period begins: all that was paid for is given back, and the new period is billed whole. */
  isRestart: boolean;
  at: number;
  now: number;
};

/** For each item that changes: the unused time of what was given back, and the remaining time of what is new. */
export function prorate(fakeStripe: FakeStripe, { before, items, isRestart, at, now }: Proration): StoredInvoiceItem[] {
  const ids = new Set([...before.items, ...items].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const old = before.items.find((item) => item.id === id);
    const fresh = items.find((item) => item.id === id);
    const isSame = old?.price === fresh?.price && old?.quantity === fresh?.quantity;
    if (isSame && !isRestart) return [];
    const given = old ? [prorationOf(fakeStripe, before, { item: old, at, now, sign: -1 })] : [];
    const taken = fresh && !isRestart ? [prorationOf(fakeStripe, before, { item: fresh, at, now, sign: 1 })] : [];
    return [...given, ...taken];
  });
}

function prorationOf(
  { state }: FakeStripe,
  subscription: StoredSubscription,
  { item, at, now, sign }: { item: Item; at: number; now: number; sign: 1 | -1 },
): StoredInvoiceItem {
  const { periodStart, periodEnd, quantity } = item;
  const price = state.prices[item.price];
  if (!price || at < periodStart || at > periodEnd) {
    throw invalidRequest("The proration date lies outside of the current period.", { param: "proration_date" });
  }
  const share = (periodEnd - at) / (periodEnd - periodStart);
  const name = `${quantity} × ${state.products[price.product]?.name ?? price.id} (at ${priceInWords(price)})`;
  const day = new Date(at * 1000).toISOString().slice(0, 10);
  return {
    id: newId("ii"),
    created: now,
    customer: subscription.customer,
    subscription: subscription.id,
    subscriptionItem: item.id,
    price: price.id,
    quantity,
    amount: sign * Math.round(price.unitAmount * quantity * share),
    currency: price.currency,
    description: `${sign < 0 ? "Unused" : "Remaining"} time on ${name} after ${day}`,
    periodStart: at,
    periodEnd,
    proration: true,
    invoice: null,
    metadata: { ...subscription.metadata },
  };
}
