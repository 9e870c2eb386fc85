import type Stripe from "stripe";
import { z } from "zod";

import {
  expand,
  type Fields,
  flag,
  metadataField,
  pageFields,
  rangeField,
  text,
  unplayed,
  whole,
} from "../parameters.ts";

/** An empty string removes what is set. */
export const unset = z.literal("");

const item = {
  price: text.optional(),
  quantity: whole.optional(),
  metadata: metadataField,
  billing_thresholds: unplayed,
  current_trial: unplayed,
  discounts: unplayed,
  plan: unplayed,
  price_data: unplayed,
  tax_rates: unplayed,
};

const newItem = z.strictObject({
  ...item,
  price: text,
} satisfies Fields<Stripe.SubscriptionCreateParams.Item>);

/** An item of a change or of the preview of one. */
export const changedItem = z.strictObject({
  ...item,
  id: text.optional(),
  deleted: flag.optional(),
  clear_usage: unplayed,
} satisfies Fields<Stripe.SubscriptionUpdateParams.Item>);

export const discountsField = z
  .array(z.strictObject({ coupon: text, discount: unplayed, promotion_code: unplayed }))
  .max(20);

const endBehavior = z.strictObject({
  missing_payment_method: z.enum(["cancel", "create_invoice"]),
  billing_cycle_anchor: unplayed,
} satisfies Fields<Stripe.SubscriptionUpdateParams.TrialSettings.EndBehavior>);

/** What becomes of a trial that ends without a payment method. */
export const trialSettings = z.strictObject({ end_behavior: endBehavior });

const behavior = z.enum(["allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete"]);
export const proration = z.enum(["always_invoice", "create_prorations", "none"]);

const cancellation = z.strictObject({
  comment: text.optional(),
  feedback: text.optional(),
  feedback_option: unplayed,
} satisfies Fields<Stripe.SubscriptionUpdateParams.CancellationDetails>);

const paymentSettings = z.strictObject({
  save_default_payment_method: z.enum(["off", "on_subscription"]).optional(),
  payment_method_options: unplayed,
  payment_method_types: unplayed,
} satisfies Fields<Stripe.SubscriptionUpdateParams.PaymentSettings>);

const common = {
  cancel_at_period_end: flag.optional(),
  collection_method: z.enum(["charge_automatically"]).optional(),
  default_payment_method: text.optional(),
  expand,
  metadata: z.union([unset, z.record(z.string().max(40), z.string().max(500))]).optional(),
  off_session: flag.optional(),
  payment_settings: paymentSettings.optional(),
  proration_behavior: proration.optional(),
  trial_end: z.union([z.literal("now"), whole]).optional(),
  trial_settings: trialSettings.optional(),
  add_invoice_items: unplayed,
  application_fee_percent: unplayed,
  automatic_tax: z.strictObject({ enabled: z.literal("false") }).optional(),
  billing_schedules: unplayed,
  billing_thresholds: unplayed,
  days_until_due: unplayed,
  default_source: unplayed,
  default_tax_rates: unplayed,
  invoice_settings: unplayed,
  on_behalf_of: unplayed,
  pending_invoice_item_interval: unplayed,
  transfer_data: unplayed,
  trial_from_plan: unplayed,
};

/** What making a subscription takes. */
export const subscriptionCreate = z.strictObject({
  ...common,
  customer: text,
  items: z.array(newItem).min(1).max(20),
  description: text.max(500).optional(),
  discounts: z.union([unset, discountsField]).optional(),
  payment_behavior: behavior.optional(),
  trial_period_days: whole.optional(),
  currency: z.string().optional(),
  billing_mode: z.strictObject({ type: z.enum(["flexible"]), flexible: unplayed }).optional(),
  backdate_start_date: unplayed,
  billing_cycle_anchor: unplayed,
  billing_cycle_anchor_config: unplayed,
  cancel_at: unplayed,
  customer_account: unplayed,
} satisfies Fields<Stripe.SubscriptionCreateParams>);

/** What changing a subscription takes. */
export const subscriptionUpdate = z.strictObject({
  ...common,
  items: z.array(changedItem).max(20).optional(),
  billing_cycle_anchor: z.strictObject({ type: z.enum(["now", "unchanged"]) }).optional(),
  cancel_at: z.union([unset, z.enum(["max_period_end", "min_period_end"]), whole]).optional(),
  cancellation_details: cancellation.optional(),
  description: z.union([unset, text.max(500)]).optional(),
  discounts: z.union([unset, discountsField]).optional(),
  payment_behavior: behavior.optional(),
  proration_date: whole.optional(),
  pause_collection: unplayed,
} satisfies Fields<Stripe.SubscriptionUpdateParams>);

export type SubscriptionUpdate = z.output<typeof subscriptionUpdate>;

/** What ending a subscription at once takes. */
export const subscriptionCancel = z.strictObject({
  cancellation_details: cancellation.optional(),
  expand,
  invoice_now: flag.optional(),
  prorate: flag.optional(),
} satisfies Fields<Stripe.SubscriptionCancelParams>);

const statuses = [
  "active",
  "all",
  "canceled",
  "ended",
  "incomplete",
  "incomplete_expired",
  "past_due",
  "trialing",
  "unpaid",
];

/** What listing subscriptions takes. */
export const subscriptionList = z.strictObject({
  ...pageFields,
  expand,
  created: rangeField,
  customer: text.optional(),
  price: text.optional(),
  status: z.enum(statuses).optional(),
  test_clock: text.optional(),
  automatic_tax: unplayed,
  collection_method: unplayed,
  current_period_end: unplayed,
  current_period_start: unplayed,
  customer_account: unplayed,
  plan: unplayed,
} satisfies Fields<Stripe.SubscriptionListParams>);
