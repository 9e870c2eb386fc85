import { nowOf } from "../clock.ts";
import { makeDiscount } from "../coupons.ts";
import { type Call, type Endpoints, found, newestFirst, shownPage } from "../endpoint.ts";
import { expandInto } from "../expand.ts";
import type { Cause, FakeStripe } from "../fake.ts";
import { amountsOf } from "../invoices/amounts.ts";
import { finalizeInvoice, keepInvoice, paymentOf, tryPayment } from "../invoices/collect.ts";
import { draftInvoice } from "../invoices/draft-invoice.ts";
import { isWithin, readParameters } from "../parameters.ts";
import { cardDeclined, invalidRequest } from "../refusal.ts";
import { onlyExpand } from "../session-parameters.ts";
import type { StoredSubscription } from "../state.ts";
import { bill } from "./apply-change.ts";
import { dropUsedDiscounts, keepSubscription, planSubscription, waitingItems } from "./create-subscription.ts";
import { endSubscription } from "./end-subscription.ts";
import { itemEndpoints } from "./item-endpoints.ts";
import { subscriptionCancel, subscriptionCreate, subscriptionList, subscriptionUpdate } from "./parameters.ts";
import { prorate } from "./prorate.ts";
import { showSubscription } from "./show-subscription.ts";
import { updateSubscription } from "./update-subscription.ts";

/** Subscriptions: made here or by Checkout, changed, cancelled. Their renewals come with time. */
export const subscriptionEndpoints: Endpoints = {
  ...itemEndpoints,
  "POST /v1/subscriptions": createSubscription,
  "GET /v1/subscriptions": listSubscriptions,
  "GET /v1/subscriptions/:id": ({ fakeStripe, id, raw }) => {
    const { expand } = readParameters(onlyExpand, raw);
    return expandInto(fakeStripe, showSubscription(fakeStripe, subscriptionOf(fakeStripe, id)), expand);
  },
  "POST /v1/subscriptions/:id": ({ fakeStripe, id, raw, cause }) => {
    const asked = readParameters(subscriptionUpdate, raw);
    const subscription = subscriptionOf(fakeStripe, id);
    updateSubscription(fakeStripe, subscription, asked, cause);
    return expandInto(fakeStripe, showSubscription(fakeStripe, subscription), asked.expand);
  },
  "DELETE /v1/subscriptions/:id": cancelSubscription,
};

function createSubscription({ fakeStripe, raw, cause }: Call) {
  const asked = readParameters(subscriptionCreate, raw);
  found(fakeStripe.state.customers, asked.customer, "customer", "customer");
  const now = nowOf(fakeStripe, asked.customer);
  const trialEnd = asked.trial_period_days ? now + asked.trial_period_days * 24 * 3600 : asked.trial_end;
  const discounts = (asked.discounts || []).map(({ coupon }) => {
    return makeDiscount(fakeStripe, { coupon, customer: asked.customer, now });
  });
  const planned = planSubscription(
    fakeStripe,
    {
      customer: asked.customer,
      items: asked.items.map(({ price, quantity = 1, metadata }) => ({ price, quantity, metadata })),
      trialEnd: typeof trialEnd === "number" ? trialEnd : null,
      trialEndBehavior: asked.trial_settings?.end_behavior.missing_payment_method ?? "create_invoice",
      paymentMethod: asked.default_payment_method ?? null,
      discounts,
      description: asked.description ?? null,
      metadata: asked.metadata || {},
      cancelAtPeriodEnd: asked.cancel_at_period_end ?? false,
    },
    now,
  );
  begin(fakeStripe, planned, { behavior: asked.payment_behavior ?? "allow_incomplete", now, cause });
  return expandInto(fakeStripe, showSubscription(fakeStripe, planned.subscription), asked.expand);
}

type Planned = ReturnType<typeof planSubscription>;

/** Collects the first invoice of a subscription, which is incomplete until it is paid. */
function begin(
  fakeStripe: FakeStripe,
  planned: Planned,
  { behavior, now, cause }: { behavior: string; now: number; cause: Cause },
) {
  const { subscription, invoice } = planned;
  const { succeeds } = tryPayment(
    { ...fakeStripe, state: { ...fakeStripe.state, subscriptions: { [subscription.id]: subscription } } },
    invoice,
  );
  const isFree = amountsOf(invoice).due === 0;
  if (!isFree && !succeeds && behavior === "error_if_incomplete") throw cardDeclined();
  if (!isFree && (behavior === "default_incomplete" || !succeeds)) subscription.status = "incomplete";
  keepSubscription(fakeStripe, planned, cause);
  if (behavior === "default_incomplete" && !isFree) {
    keepInvoice(fakeStripe, invoice, cause);
    finalizeInvoice(fakeStripe, invoice, now, cause);
    paymentOf(fakeStripe, invoice, now);
  } else bill(fakeStripe, invoice, now, cause);
  dropUsedDiscounts(fakeStripe, subscription, invoice);
}

function listSubscriptions({ fakeStripe, raw }: Call) {
  const { customer, price, status, test_clock: clock, created, ...page } = readParameters(subscriptionList, raw);
  const all = newestFirst(fakeStripe.state.subscriptions)
    .filter((one) => !customer || one.customer === customer)
    .filter((one) => !price || one.items.some((item) => item.price === price))
    .filter((one) => !clock || fakeStripe.state.customers[one.customer]?.testClock === clock)
    .filter((one) => isWithin(one.created, created))
    .filter((one) => isOfStatus(one, status));
  const show = (one: StoredSubscription) => showSubscription(fakeStripe, one);
  return shownPage(fakeStripe, all, page, { show, url: "/v1/subscriptions" });
}

/** Unless asked for, those that have ended are left out. */
function isOfStatus({ status, endedAt }: StoredSubscription, asked: string | undefined) {
  if (asked === "all") return true;
  if (asked === undefined) return endedAt === null;
  return asked === "ended" ? endedAt !== null : status === asked;
}

function cancelSubscription({ fakeStripe, id, raw, cause }: Call) {
  const asked = readParameters(subscriptionCancel, raw);
  const subscription = subscriptionOf(fakeStripe, id);
  if (subscription.endedAt !== null)
    throw invalidRequest(`No such subscription: '${id}'`, { status: 404, code: "resource_missing" });
  const now = nowOf(fakeStripe, subscription.customer);
  if (asked.prorate && subscription.status !== "trialing") {
    const given = prorate(fakeStripe, { before: subscription, items: [], isRestart: true, at: now, now });
    for (const item of given) fakeStripe.state.invoiceItems[item.id] = item;
  }
  subscription.cancelComment = asked.cancellation_details?.comment ?? subscription.cancelComment;
  subscription.cancelFeedback = asked.cancellation_details?.feedback ?? subscription.cancelFeedback;
  endSubscription(fakeStripe, subscription, { now, reason: "cancellation_requested", cause });
  const items = waitingItems(fakeStripe, subscription.customer, id);
  if (asked.invoice_now && items.length > 0) {
    const { customer, currency } = subscription;
    const draft = { customer, currency, reason: "manual", now, subscription, billsPeriod: false, items } as const;
    bill(fakeStripe, draftInvoice(fakeStripe, draft), now, cause);
  }
  return expandInto(fakeStripe, showSubscription(fakeStripe, subscription), asked.expand);
}

function subscriptionOf({ state }: FakeStripe, id: string): StoredSubscription {
  return found(state.subscriptions, id, "subscription");
}
