import { type FakeStripe, newId } from "../fake.ts";
import { draftInvoice } from "../invoices/draft-invoice.ts";
import { invalidRequest, noSuch } from "../refusal.ts";
import type { StoredInvoice, StoredInvoiceItem, StoredSubscription } from "../state.ts";
import { recurringOf, waitingItems } from "./create-subscription.ts";
import { prorate } from "./prorate.ts";
import { beginPeriod } from "./renew.ts";

export type AskedItem = {
  id?: string | undefined;
  price?: string | undefined;
  quantity?: number | undefined;
  deleted?: boolean | undefined;
  metadata?: { [key: string]: string } | undefined;
};

export type Change = {
  items?: AskedItem[] | undefined;
  anchorNow?: boolean;
  proration: "always_invoice" | "create_prorations" | "none";
  prorationDate?: number | undefined;
  trialEnd?: number | "now" | undefined;
  now: number;
};

export type PlannedChange = {
  next: StoredSubscription;
  prorations: StoredInvoiceItem[];
  /** What is billed at once; null where the next renewal bills it. */
  invoice: StoredInvoice | null;
};

/** What a change would make of a subscription. Nothing is kept: a preview shows it and forgets. */
export function planChange(fakeStripe: FakeStripe, subscription: StoredSubscription, change: Change): PlannedChange {
  const { now } = change;
  const items = changedItems(fakeStripe, subscription, change.items ?? [], now);
  const next: StoredSubscription = { ...structuredClone(subscription), items };
  const isTrial = subscription.status === "trialing";
  if (change.trialEnd !== undefined) moveTrialEnd(next, change.trialEnd, now);
  if (isTrial && next.status === "trialing" && change.anchorNow) {
    throw invalidRequest("The demo's fake Stripe plays billing_cycle_anchor=now in a trial only with trial_end=now.");
  }
  const restarts =
    Boolean(change.anchorNow) ||
    next.status !== subscription.status ||
    hasOtherInterval(fakeStripe, subscription, next);
  const isRestart = restarts && next.status !== "trialing";
  const prorations =
    isTrial || change.proration === "none"
      ? []
      : prorate(fakeStripe, { before: subscription, items, isRestart, at: change.prorationDate ?? now, now });
  if (isRestart) {
    next.anchor = now;
    beginPeriod(fakeStripe, next, now);
  }
  const isBilled = isRestart || (change.proration === "always_invoice" && prorations.length > 0);
  const invoice = isBilled
    ? draftInvoice(fakeStripe, {
        customer: next.customer,
        currency: next.currency,
        reason: "subscription_update",
        now,
        subscription: next,
        billsPeriod: isRestart,
        items: [...waitingItems(fakeStripe, next.customer, next.id), ...prorations],
      })
    : null;
  return { next, prorations, invoice };
}

/** The items after a change. One that names another price without a quantity counts one. */
function changedItems({ state }: FakeStripe, { items }: StoredSubscription, asked: AskedItem[], now: number) {
  let changed = items;
  for (const [at, one] of asked.entries()) {
    const param = `items[${at}]`;
    const price = one.price === undefined ? undefined : state.prices[one.price];
    if (one.price !== undefined && !price) throw noSuch("price", one.price, `${param}[price]`);
    if (price && !price.active) throw invalidRequest("The price specified is inactive.", { param: `${param}[price]` });
    const before = items.find(({ id }) => id === one.id);
    if (one.id !== undefined && !before) throw noSuch("subscription_item", one.id, `${param}[id]`);
    if (one.deleted) changed = changed.filter(({ id }) => id !== one.id);
    else if (before) {
      const isOther = price !== undefined && price.id !== before.price;
      const quantity = one.quantity ?? (isOther ? 1 : before.quantity);
      const metadata = { ...before.metadata, ...one.metadata };
      const after = { ...before, price: price?.id ?? before.price, quantity, metadata };
      changed = changed.map((item) => (item.id === before.id ? after : item));
    } else {
      if (!price) throw invalidRequest("Missing required param: price.", { param: `${param}[price]` });
      const { periodStart = now, periodEnd = now } = items[0] ?? {};
      const added = {
        id: newId("si"),
        created: now,
        price: price.id,
        quantity: one.quantity ?? 1,
        metadata: one.metadata ?? {},
      };
      changed = [...changed, { ...added, periodStart, periodEnd }];
    }
  }
  return changed;
}

function moveTrialEnd(next: StoredSubscription, trialEnd: number | "now", now: number) {
  if (next.status !== "trialing") {
    if (trialEnd === "now") return;
    throw invalidRequest("The demo's fake Stripe moves the end of a trial only while it runs.", { param: "trial_end" });
  }
  if (trialEnd === "now" || trialEnd <= now) {
    Object.assign(next, { trialEnd: now, status: "active" });
    return;
  }
  Object.assign(next, { trialEnd, anchor: trialEnd, trialEndAnnounced: false });
  next.items = next.items.map((item) => ({ ...item, periodEnd: trialEnd }));
}

/** A change of the interval begins a new period, as month and year do not fit into each other. */
function hasOtherInterval(fakeStripe: FakeStripe, before: StoredSubscription, after: StoredSubscription) {
  const [one, other] = [before, after].map(({ items }) =>
    recurringOf(
      fakeStripe,
      items.map(({ price }) => price),
    ),
  );
  return one?.interval !== other?.interval || one?.count !== other?.count;
}
