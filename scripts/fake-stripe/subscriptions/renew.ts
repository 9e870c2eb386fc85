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
  if (subscription.cancelAtPeriodEnd) {
    return endSubscription(fakeStripe, subscription, { now, reason: "cancellation_requested" });
  }
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
  Object.assign(invoice, { finalizesAt: isLeft ? null : now + draftSeconds, autoAdvance: !isLeft });
  subscription.latestInvoice = invoice.id;
  dropUsedDiscounts(fakeStripe, subscription, invoice);
  fakeStripe.emit("customer.subscription.updated", showSubscription(fakeStripe, subscription));
  keepInvoice(fakeStripe, invoice);
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
