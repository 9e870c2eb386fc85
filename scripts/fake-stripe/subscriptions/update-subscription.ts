import { nowOf } from "../clock.ts";
import { makeDiscount } from "../coupons.ts";
import { changedMetadata, found } from "../endpoint.ts";
import type { Cause, FakeStripe } from "../fake.ts";
import { invalidRequest } from "../refusal.ts";
import type { StoredSubscription } from "../state.ts";
import { applyChange } from "./apply-change.ts";
import type { SubscriptionUpdate } from "./parameters.ts";
import { showSubscription } from "./show-subscription.ts";

/** What a change that may have to wait for its payment can carry. */
const canWait = [
  "billing_cycle_anchor",
  "expand",
  "items",
  "off_session",
  "payment_behavior",
  "proration_behavior",
  "proration_date",
  "trial_end",
];

/** Carries out `POST /v1/subscriptions/:id`. */
export function updateSubscription(
  fakeStripe: FakeStripe,
  subscription: StoredSubscription,
  asked: SubscriptionUpdate,
  cause?: Cause,
) {
  checkUpdate(subscription, asked);
  const now = nowOf(fakeStripe, subscription.customer);
  setPlainFields(fakeStripe, subscription, asked, now);
  const anchorNow = asked.billing_cycle_anchor?.type === "now";
  if (!asked.items && !anchorNow && asked.trial_end === undefined) {
    fakeStripe.emit("customer.subscription.updated", showSubscription(fakeStripe, subscription), cause);
    return;
  }
  const change = {
    items: asked.items,
    anchorNow,
    proration: asked.proration_behavior ?? "create_prorations",
    prorationDate: asked.proration_date,
    trialEnd: asked.trial_end,
    now,
  } as const;
  applyChange(fakeStripe, subscription, change, { behavior: asked.payment_behavior ?? "allow_incomplete", cause });
}

function checkUpdate(subscription: StoredSubscription, asked: SubscriptionUpdate) {
  if (subscription.endedAt !== null) {
    throw invalidRequest("A canceled subscription can only update its cancellation_details and metadata.");
  }
  if (asked.proration_date !== undefined && asked.proration_behavior === "none") {
    throw invalidRequest("You cannot pass proration_date with proration_behavior=none.", { param: "proration_date" });
  }
  if (asked.cancel_at !== undefined && asked.cancel_at_period_end !== undefined) {
    throw invalidRequest("You cannot set both `cancel_at` and `cancel_at_period_end`.", { param: "cancel_at" });
  }
  const cancels = asked.cancel_at !== undefined || asked.cancel_at_period_end !== undefined;
  if (subscription.schedule !== null && cancels) {
    throw invalidRequest(
      `The subscription is managed by the subscription schedule \`${subscription.schedule}\`, and updating any cancelation behavior directly is not allowed. Please update the schedule instead.`,
    );
  }
  if (asked.payment_behavior !== "pending_if_incomplete") return;
  const other = Object.entries(asked).find(([name, value]) => value !== undefined && !canWait.includes(name));
  if (other) {
    throw invalidRequest(`You cannot update ${other[0]} with payment_behavior=pending_if_incomplete.`, {
      param: other[0],
    });
  }
}

/** What takes effect without a bill. */
function setPlainFields(
  fakeStripe: FakeStripe,
  subscription: StoredSubscription,
  asked: SubscriptionUpdate,
  now: number,
) {
  const { state } = fakeStripe;
  if (asked.metadata !== undefined) subscription.metadata = changedMetadata(subscription.metadata, asked.metadata);
  if (asked.description !== undefined) subscription.description = asked.description || null;
  if (asked.default_payment_method !== undefined) {
    const method = found(state.paymentMethods, asked.default_payment_method, "PaymentMethod", "default_payment_method");
    if (method.customer !== subscription.customer) {
      throw invalidRequest("The payment method must be attached to the customer.", { param: "default_payment_method" });
    }
    subscription.paymentMethod = method.id;
  }
  if (asked.trial_settings) subscription.trialEndBehavior = asked.trial_settings.end_behavior.missing_payment_method;
  if (asked.discounts !== undefined) {
    const discounts = (asked.discounts || []).map(({ coupon }) =>
      makeDiscount(fakeStripe, { coupon, customer: subscription.customer, subscription: subscription.id, now }),
    );
    for (const discount of discounts) state.discounts[discount.id] = discount;
    subscription.discounts = discounts.map(({ id }) => id);
  }
  setCancellation(subscription, asked, now);
}

function setCancellation(subscription: StoredSubscription, asked: SubscriptionUpdate, now: number) {
  const { comment, feedback } = asked.cancellation_details ?? {};
  if (comment !== undefined) subscription.cancelComment = comment || null;
  if (feedback !== undefined) subscription.cancelFeedback = feedback || null;
  if (asked.cancel_at_period_end === undefined && asked.cancel_at === undefined) return;
  const atEnd = asked.cancel_at_period_end === true || (typeof asked.cancel_at === "string" && asked.cancel_at !== "");
  const at = typeof asked.cancel_at === "number" ? asked.cancel_at : null;
  if (at !== null && at <= now) throw invalidRequest("cancel_at must be in the future.", { param: "cancel_at" });
  const isSet = atEnd || at !== null;
  Object.assign(subscription, {
    cancelAtPeriodEnd: atEnd,
    cancelAt: at,
    canceledAt: isSet ? now : null,
    cancelReason: isSet ? "cancellation_requested" : null,
  });
}
