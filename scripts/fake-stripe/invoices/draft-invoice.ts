import { type FakeStripe, newId } from "../fake.ts";
import type { StoredInvoice, StoredInvoiceItem, StoredPrice, StoredSubscription } from "../state.ts";
import { discountLines } from "./discount-lines.ts";

type Line = StoredInvoice["lines"][number];

type Draft = {
  customer: string;
  currency: string;
  reason: StoredInvoice["reason"];
  now: number;
  subscription?: StoredSubscription;
  /** Whether the subscription's present periods are billed. */
  billsPeriod: boolean;
  items: StoredInvoiceItem[];
  description?: string | null;
  metadata?: { [key: string]: string };
};

/** An invoice made of what waits and of a subscription's periods. It is in no list until it is stored. */
export function draftInvoice(fakeStripe: FakeStripe, draft: Draft): StoredInvoice {
  const { customer, now, subscription, items } = draft;
  const periodLines = subscription && draft.billsPeriod ? linesOfPeriod(fakeStripe, subscription) : [];
  const discounts = (subscription?.discounts ?? []).flatMap((id) => fakeStripe.state.discounts[id] ?? []);
  const first = subscription?.items[0];
  const lines = [...items.map((item) => lineOfItem(fakeStripe, item)), ...periodLines];
  return {
    id: newId("in"),
    created: now,
    customer,
    subscription: subscription?.id ?? null,
    subscriptionMetadata: { ...subscription?.metadata },
    reason: draft.reason,
    status: "draft",
    currency: draft.currency,
    description: draft.description ?? null,
    lines: discountLines(fakeStripe, lines, discounts, now),
    discounts: discounts.map(({ id }) => id),
    periodStart: draft.billsPeriod ? now : (first?.periodStart ?? now),
    periodEnd: now,
    number: null,
    startingBalance: fakeStripe.state.customers[customer]?.balance ?? 0,
    endingBalance: null,
    amountPaid: 0,
    paidOutOfBand: false,
    attemptCount: 0,
    autoAdvance: true,
    finalizesAt: null,
    nextAttempt: null,
    finalizedAt: null,
    paidAt: null,
    voidedAt: null,
    uncollectibleAt: null,
    payments: [],
    creditedBefore: 0,
    creditedAfter: 0,
    metadata: draft.metadata ?? {},
  };
}

/** "$9.99 / month", as lines and pages say it. */
export function priceInWords(price: StoredPrice): string {
  const money = new Intl.NumberFormat("en", { style: "currency", currency: price.currency });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  const amount = money.format(price.unitAmount / 10 ** digits);
  const { interval, count } = price.recurring ?? { interval: "", count: 1 };
  return interval === "" ? amount : `${amount} / ${count === 1 ? interval : `${count} ${interval}s`}`;
}

function linesOfPeriod({ state }: FakeStripe, subscription: StoredSubscription): Line[] {
  return subscription.items.flatMap((item) => {
    const price = state.prices[item.price];
    if (!price) return [];
    const name = state.products[price.product]?.name ?? price.id;
    const isTrial = subscription.status === "trialing";
    return {
      id: newId("il"),
      amount: isTrial ? 0 : price.unitAmount * item.quantity,
      quantity: item.quantity,
      price: price.id,
      description: isTrial ? `Trial period for ${name}` : `${item.quantity} × ${name} (at ${priceInWords(price)})`,
      periodStart: item.periodStart,
      periodEnd: item.periodEnd,
      proration: false,
      parent: "subscription_item_details",
      invoiceItem: null,
      subscription: subscription.id,
      subscriptionItem: item.id,
      discounts: [],
      metadata: { ...subscription.metadata },
    };
  });
}

function lineOfItem({ state }: FakeStripe, item: StoredInvoiceItem): Line {
  return {
    id: newId("il"),
    amount: item.amount,
    quantity: item.quantity,
    price: item.price,
    description: item.description,
    periodStart: item.periodStart,
    periodEnd: item.periodEnd,
    proration: item.proration,
    parent: item.subscriptionItem === null ? "invoice_item_details" : state.settings.prorationParent,
    invoiceItem: item.id,
    subscription: item.subscription,
    subscriptionItem: item.subscriptionItem,
    discounts: [],
    metadata: item.metadata,
  };
}
