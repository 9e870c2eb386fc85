import { nextEnd } from "../calendar.ts";
import { type Cause, type FakeStripe, newId } from "../fake.ts";
import { draftInvoice } from "../invoices/draft-invoice.ts";
import { invalidRequest, noSuch } from "../refusal.ts";
import type { StoredDiscount, StoredInvoice, StoredSubscription } from "../state.ts";
import { showSubscription } from "./show-subscription.ts";

export type NewSubscription = {
  customer: string;
  items: { price: string; quantity: number; metadata?: { [key: string]: string } | undefined }[];
  trialEnd: number | null;
  trialEndBehavior: "cancel" | "create_invoice";
  paymentMethod: string | null;
  discounts: StoredDiscount[];
  description: string | null;
  metadata: { [key: string]: string };
  cancelAtPeriodEnd?: boolean;
};

/** A subscription and its first invoice, neither of which is kept yet: a preview shows them and forgets. */
export function planSubscription(fakeStripe: FakeStripe, asked: NewSubscription, now: number) {
  const id = newId("sub");
  const anchor = asked.trialEnd ?? now;
  const recurring = recurringOf(
    fakeStripe,
    asked.items.map(({ price }) => price),
  );
  const periodEnd = asked.trialEnd ?? nextEnd(now, recurring, now);
  const discounts = asked.discounts.map((one) => ({ ...one, subscription: id }));
  const subscription: StoredSubscription = {
    id,
    created: now,
    customer: asked.customer,
    status: asked.trialEnd === null ? "active" : "trialing",
    items: asked.items.map(({ price, quantity, metadata = {} }) => {
      return { id: newId("si"), created: now, price, quantity, periodStart: now, periodEnd, metadata };
    }),
    anchor,
    currency: fakeStripe.state.prices[asked.items[0]?.price ?? ""]?.currency ?? "usd",
    startDate: now,
    trialStart: asked.trialEnd === null ? null : now,
    trialEnd: asked.trialEnd,
    trialEndBehavior: asked.trialEndBehavior,
    trialEndAnnounced: false,
    cancelAt: null,
    cancelAtPeriodEnd: asked.cancelAtPeriodEnd ?? false,
    canceledAt: asked.cancelAtPeriodEnd ? now : null,
    endedAt: null,
    cancelReason: null,
    cancelComment: null,
    cancelFeedback: null,
    paymentMethod: asked.paymentMethod,
    discounts: discounts.map((one) => one.id),
    latestInvoice: null,
    schedule: null,
    description: asked.description,
    metadata: asked.metadata,
    pendingUpdate: null,
  };
  const invoice = withDiscounts(fakeStripe, discounts, () =>
    draftInvoice(fakeStripe, {
      customer: asked.customer,
      currency: subscription.currency,
      reason: "subscription_create",
      now,
      subscription,
      billsPeriod: true,
      items: waitingItems(fakeStripe, asked.customer, id),
    }),
  );
  subscription.latestInvoice = invoice.id;
  return { subscription, invoice, discounts };
}

/** Keeps a planned subscription and tells of it. */
export function keepSubscription(
  fakeStripe: FakeStripe,
  { subscription, discounts }: { subscription: StoredSubscription; discounts: StoredDiscount[] },
  cause?: Cause,
) {
  const { state, emit } = fakeStripe;
  for (const discount of discounts) {
    state.discounts[discount.id] = discount;
    const coupon = state.coupons[discount.coupon];
    if (coupon) coupon.timesRedeemed += 1;
  }
  state.subscriptions[subscription.id] = subscription;
  emit("customer.subscription.created", showSubscription(fakeStripe, subscription), cause);
}

/** A discount that counts once is off the subscription after the invoice that it was for. */
export function dropUsedDiscounts({ state }: FakeStripe, subscription: StoredSubscription, invoice: StoredInvoice) {
  subscription.discounts = subscription.discounts.filter((id) => {
    const coupon = state.coupons[state.discounts[id]?.coupon ?? ""];
    return coupon?.duration !== "once" || !invoice.discounts.includes(id);
  });
}

/** The interval that prices share. @throws a refusal when one is not recurring or they differ. */
export function recurringOf({ state }: FakeStripe, prices: string[]) {
  const [first, ...more] = prices.map((id) => {
    const price = state.prices[id];
    if (!price) throw noSuch("price", id, "items[0][price]");
    if (!price.recurring) throw invalidRequest("The price specified is set to `type=one_time`.", { param: "items" });
    return price.recurring;
  });
  if (!first) throw invalidRequest("A subscription needs an item.", { param: "items" });
  if (more.some(({ interval, count }) => interval !== first.interval || count !== first.count)) {
    throw invalidRequest("The demo's fake Stripe plays items of one interval only.", { param: "items" });
  }
  return first;
}

/** What the next invoice of a subscription, or a customer's next one, takes up. */
export function waitingItems({ state }: FakeStripe, customer: string, subscription: string | null) {
  return Object.values(state.invoiceItems).filter(
    (item) =>
      item.customer === customer &&
      item.invoice === null &&
      (item.subscription === null || item.subscription === subscription),
  );
}

function withDiscounts<T>({ state }: FakeStripe, discounts: StoredDiscount[], run: () => T): T {
  for (const discount of discounts) state.discounts[discount.id] = discount;
  try {
    return run();
  } finally {
    for (const { id } of discounts) delete state.discounts[id];
  }
}
