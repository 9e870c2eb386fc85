import type Stripe from "stripe";
import { z } from "zod";
import { expand, type Fields, flag, metadataField, pageFields, text, unplayed } from "../parameters.ts";

type Create = Stripe.BillingPortal.SessionCreateParams;
type Configure = Stripe.BillingPortal.ConfigurationCreateParams;

const afterCompletion = z.strictObject({
  type: z.enum(["hosted_confirmation", "portal_homepage", "redirect"]),
  redirect: z.strictObject({ return_url: z.url() }).optional(),
  hosted_confirmation: z.strictObject({ custom_message: text.max(500).optional() }).optional(),
} satisfies Fields<Stripe.BillingPortal.SessionCreateParams.FlowData.AfterCompletion>);

const flowData = z.strictObject({
  type: z.enum(["payment_method_update", "subscription_cancel"]),
  subscription_cancel: z.strictObject({ subscription: text, retention: unplayed }).optional(),
  after_completion: afterCompletion.optional(),
  subscription_pause: unplayed,
  subscription_update: unplayed,
  subscription_update_confirm: unplayed,
} satisfies Fields<Stripe.BillingPortal.SessionCreateParams.FlowData>);

/** What opening the portal takes. */
export const portalSessionCreate = z.strictObject({
  customer: text,
  configuration: text.optional(),
  flow_data: flowData.optional(),
  return_url: z.url().optional(),
  locale: text.optional(),
  expand,
  after_expiration: unplayed,
  customer_account: unplayed,
  on_behalf_of: unplayed,
} satisfies Fields<Create>);

const clearable = z.union([z.literal(""), text]);

const profile = z.strictObject({
  headline: clearable.optional(),
  privacy_policy_url: z.url().optional(),
  terms_of_service_url: z.url().optional(),
} satisfies Fields<Stripe.BillingPortal.ConfigurationCreateParams.BusinessProfile>);

const reasons = z.enum([
  "customer_service",
  "low_quality",
  "missing_features",
  "other",
  "switched_service",
  "too_complex",
  "too_expensive",
  "unused",
]);

const cancel = z.strictObject({
  enabled: flag,
  mode: z.enum(["at_period_end", "immediately"]).optional(),
  proration_behavior: z.enum(["none"]).optional(),
  cancellation_reason: z
    .strictObject({
      enabled: flag,
      options: z.union([z.literal(""), z.array(reasons)]).optional(),
      feedback_options: unplayed,
    })
    .optional(),
} satisfies Fields<Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionCancel>);

/** What the portal offers. Only what is off can be said of what is not played. */
const off = z.literal("false");

const features = z.strictObject({
  invoice_history: z.strictObject({ enabled: flag }).optional(),
  payment_method_update: z.strictObject({ enabled: flag, payment_method_configuration: unplayed }).optional(),
  subscription_cancel: cancel.optional(),
  customer_update: z.strictObject({ enabled: off, allowed_updates: z.literal("").optional() }).optional(),
  subscription_pause: z.strictObject({ enabled: off.optional(), duration: unplayed }).optional(),
  subscription_update: z
    .strictObject({
      enabled: off,
      default_allowed_updates: z.literal("").optional(),
      products: z.literal("").optional(),
      billing_cycle_anchor: unplayed,
      proration_behavior: unplayed,
      schedule_at_period_end: unplayed,
      trial_update_behavior: unplayed,
    })
    .optional(),
} satisfies Fields<Stripe.BillingPortal.ConfigurationCreateParams.Features>);

const common = {
  business_profile: profile.optional(),
  default_return_url: z.union([z.literal(""), z.url()]).optional(),
  expand,
  metadata: metadataField,
  name: clearable.optional(),
  login_page: z.strictObject({ enabled: off }).optional(),
};

/** What making a portal configuration takes. */
export const configurationCreate = z.strictObject({ ...common, features } satisfies Fields<Configure>);

/** What changing a portal configuration takes. */
export const configurationUpdate = z.strictObject({
  ...common,
  active: flag.optional(),
  features: features.optional(),
} satisfies Fields<Stripe.BillingPortal.ConfigurationUpdateParams>);

export type ConfigurationUpdate = z.output<typeof configurationUpdate>;

/** What listing portal configurations takes. */
export const configurationList = z.strictObject({
  ...pageFields,
  expand,
  active: flag.optional(),
  is_default: flag.optional(),
} satisfies Fields<Stripe.BillingPortal.ConfigurationListParams>);
