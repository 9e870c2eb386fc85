import type Stripe from "stripe";
import { showPlan, showPrice } from "../catalogue-objects.ts";
import type { FakeStripe } from "../fake.ts";
import { listOf } from "../lists.ts";
import { noSuch } from "../refusal.ts";
import type { StoredSubscription } from "../state.ts";

/** A subscription as the API shows it. Periods stand on its items. */
export function showSubscription(fakeStripe: FakeStripe, subscription: StoredSubscription): Stripe.Subscription {
  const { id, cancelAtPeriodEnd } = subscription;
  const periodEnd = subscription.items[0]?.periodEnd ?? null;
  return {
    id,
    object: "subscription",
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: subscription.anchor,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible" },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: cancelAtPeriodEnd ? periodEnd : subscription.cancelAt,
    cancel_at_period_end: cancelAtPeriodEnd,
    canceled_at: subscription.canceledAt,
    cancellation_details: cancellationOf(subscription),
    collection_method: "charge_automatically",
    created: subscription.created,
    currency: subscription.currency,
    customer: subscription.customer,
    customer_account: null,
    days_until_due: null,
    default_payment_method: subscription.paymentMethod,
    default_source: null,
    default_tax_rates: [],
    description: subscription.description,
    discounts: subscription.discounts,
    ended_at: subscription.endedAt,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: "self" },
    },
    items: listOf(showItems(fakeStripe, subscription), `/v1/subscription_items?subscription=${id}`),
    latest_invoice: subscription.latestInvoice,
    livemode: false,
    managed_payments: null,
    metadata: subscription.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: "off",
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: pendingOf(fakeStripe, subscription),
    schedule: subscription.schedule,
    start_date: subscription.startDate,
    status: subscription.status,
    test_clock: fakeStripe.state.customers[subscription.customer]?.testClock ?? null,
    transfer_data: null,
    trial_end: subscription.trialEnd,
    trial_settings: {
      end_behavior: { billing_cycle_anchor: "now", missing_payment_method: subscription.trialEndBehavior },
    },
    trial_start: subscription.trialStart,
  };
}

/** A subscription's items as the API shows them; of a pending update, those that it would set. */
export function showItems(
  { state }: FakeStripe,
  { id, items }: Pick<StoredSubscription, "id" | "items">,
): Stripe.SubscriptionItem[] {
  return items.map((item) => {
    const price = state.prices[item.price];
    if (!price) throw noSuch("price", item.price);
    return {
      id: item.id,
      object: "subscription_item",
      billing_thresholds: null,
      created: item.created,
      current_period_end: item.periodEnd,
      current_period_start: item.periodStart,
      current_trial: null,
      discounts: [],
      metadata: item.metadata,
      plan: showPlan(price),
      price: showPrice(price),
      quantity: item.quantity,
      subscription: id,
      tax_rates: [],
    };
  });
}

function cancellationOf(subscription: StoredSubscription): Stripe.Subscription.CancellationDetails {
  return {
    comment: subscription.cancelComment,
    feedback: subscription.cancelFeedback,
    feedback_option: null,
    reason: subscription.cancelReason,
  };
}

function pendingOf(fakeStripe: FakeStripe, { id, pendingUpdate }: StoredSubscription) {
  if (pendingUpdate === null) return null;
  return {
    billing_cycle_anchor: pendingUpdate.anchor,
    cancel_at_period_end: null,
    discount: null,
    discounts: null,
    expires_at: pendingUpdate.expiresAt,
    metadata: null,
    subscription_items: showItems(fakeStripe, { id, items: pendingUpdate.items }),
    trial_end: pendingUpdate.trialEnd,
    trial_from_plan: null,
  } satisfies Stripe.Subscription.PendingUpdate;
}
