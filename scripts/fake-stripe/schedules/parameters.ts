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
import { proration } from "../subscriptions/parameters.ts";

const item = z.strictObject({
  price: text,
  quantity: whole.optional(),
  metadata: unplayed,
  billing_thresholds: unplayed,
  discounts: unplayed,
  plan: unplayed,
  price_data: unplayed,
  tax_rates: unplayed,
} satisfies Fields<Stripe.SubscriptionScheduleUpdateParams.Phase.Item>);

const duration = z.strictObject({
  interval: z.enum(["day", "week", "month", "year"]),
  interval_count: whole.optional(),
} satisfies Fields<Stripe.SubscriptionScheduleUpdateParams.Phase.Duration>);

const phase = z.strictObject({
  items: z.array(item).min(1),
  start_date: z.union([z.literal("now"), whole]).optional(),
  end_date: z.union([z.literal("now"), whole]).optional(),
  duration: duration.optional(),
  proration_behavior: proration.optional(),
  billing_cycle_anchor: z.enum(["automatic", "phase_start"]).optional(),
  metadata: metadataField,
  currency: unplayed,
  add_invoice_items: unplayed,
  application_fee_percent: unplayed,
  automatic_tax: unplayed,
  billing_thresholds: unplayed,
  collection_method: unplayed,
  default_payment_method: unplayed,
  default_tax_rates: unplayed,
  description: unplayed,
  discounts: unplayed,
  invoice_settings: unplayed,
  on_behalf_of: unplayed,
  transfer_data: unplayed,
  trial: unplayed,
  trial_end: unplayed,
} satisfies Fields<Stripe.SubscriptionScheduleUpdateParams.Phase>);

const ending = z.enum(["cancel", "release"]);

/** What making a schedule takes: only from a subscription, as our product does. */
export const scheduleCreate = z.strictObject({
  from_subscription: text,
  metadata: unplayed,
  expand,
  billing_mode: unplayed,
  customer: unplayed,
  customer_account: unplayed,
  default_settings: unplayed,
  end_behavior: unplayed,
  pause_schedules: unplayed,
  phases: unplayed,
  start_date: unplayed,
} satisfies Fields<Stripe.SubscriptionScheduleCreateParams>);

/** What changing a schedule takes. */
export const scheduleUpdate = z.strictObject({
  phases: z.array(phase).min(1).max(10).optional(),
  end_behavior: ending.optional(),
  metadata: metadataField,
  proration_behavior: proration.optional(),
  expand,
  default_settings: unplayed,
  pause_schedules: unplayed,
} satisfies Fields<Stripe.SubscriptionScheduleUpdateParams>);

/** What releasing a subscription takes. */
export const scheduleRelease = z.strictObject({
  expand,
  preserve_cancel_date: flag.optional(),
} satisfies Fields<Stripe.SubscriptionScheduleReleaseParams>);

/** What listing schedules takes. */
export const scheduleList = z.strictObject({
  ...pageFields,
  expand,
  created: rangeField,
  customer: text.optional(),
  scheduled: flag.optional(),
  canceled_at: unplayed,
  completed_at: unplayed,
  customer_account: unplayed,
  released_at: unplayed,
} satisfies Fields<Stripe.SubscriptionScheduleListParams>);
