import { nextEnd } from "../calendar.ts";
import type { FakeStripe } from "../fake.ts";
import { keepInvoice, tryPayment } from "../invoices/collect.ts";
import { draftInvoice } from "../invoices/draft-invoice.ts";
import type { StoredSubscription } from "../state.ts";
import { dropUsedDiscounts, recurringOf, waitingItems } from "./create-subscription.ts";
import { endSubscription } from "./end-subscription.ts";
import { showSubscription } from "./show-subscription.ts";

/** Stripe leaves the invoice of a renewal open to changes for about an hour. */
const draftSeconds = 3600;

/** The end of a period: the subscription ends, or the next one begins and is billed. */
export function renew(fakeStripe: FakeStripe, subscription: StoredSubscription, now: number) {
  const endsTrial = subscription.status === "trialing";
  if (subscription.cancelAtPeriodEnd) return endAtPeriodEnd(fakeStripe, subscription, now);
  const periodStart = subscription.items[0]?.periodStart ?? now;
  const { method } = tryPayment(fakeStripe, { customer: subscription.customer, subscription: subscription.id });
  if (endsTrial && !method && subscription.trialEndBehavior === "cancel") {
    return endSubscription(fakeStripe, subscription, { now, reason: null });
  }
  if (endsTrial) subscription.status = "active";
  beginPeriod(fakeStripe, subscription, now);
  const invoice = draftInvoice(fakeStripe, {
    customer: subscription.customer,
    currency: subscription.currency,
    reason: "subscription_cycle",
    now,
    subscription,
    billsPeriod: true,
    items: waitingItems(fakeStripe, subscription.customer, subscription.id),
  });
  const isLeft = subscription.status === "unpaid";
  const finalizesAt = isLeft ? null : now + draftSeconds;
  Object.assign(invoice, { periodStart, finalizesAt, autoAdvance: !isLeft });
  subscription.latestInvoice = invoice.id;
  dropUsedDiscounts(fakeStripe, subscription, invoice);
  fakeStripe.emit("customer.subscription.updated", showSubscription(fakeStripe, subscription));
  keepInvoice(fakeStripe, invoice);
}

/** What waited for the next invoice is billed all the same: prorations of a plan that ends are owed, or owing. */
function endAtPeriodEnd(fakeStripe: FakeStripe, subscription: StoredSubscription, now: number) {
  const { customer, currency, id } = subscription;
  endSubscription(fakeStripe, subscription, { now, reason: "cancellation_requested" });
  const items = waitingItems(fakeStripe, customer, id);
  if (items.length === 0) return;
  const reason = "subscription_cycle";
  const invoice = draftInvoice(fakeStripe, {
    customer,
    currency,
    reason,
    now,
    subscription,
    billsPeriod: false,
    items,
  });
  keepInvoice(fakeStripe, { ...invoice, finalizesAt: now + draftSeconds });
}

/** Lets all items begin a period now, up to the next end that is counted from the anchor. */
export function beginPeriod(fakeStripe: FakeStripe, subscription: StoredSubscription, now: number) {
  const recurring = recurringOf(
    fakeStripe,
    subscription.items.map(({ price }) => price),
  );
  const periodEnd = nextEnd(subscription.anchor, recurring, now);
  subscription.items = subscription.items.map((item) => ({ ...item, periodStart: now, periodEnd }));
}
