import type Stripe from "stripe";
import { z } from "zod";
import {
  currency,
  expand,
  type Fields,
  metadataField,
  pageFields,
  rangeField,
  text,
  unplayed,
  whole,
} from "./parameters.ts";
import { discountsField, trialSettings } from "./subscriptions/parameters.ts";

type Create = Stripe.Checkout.SessionCreateParams;

const productData = z.strictObject({
  name: text.min(1),
  description: text.optional(),
  images: z.array(text).optional(),
  metadata: metadataField,
  tax_code: text.optional(),
  tax_details: unplayed,
  unit_label: text.optional(),
} satisfies Fields<Stripe.Checkout.SessionCreateParams.LineItem.PriceData.ProductData>);

const priceData = z.strictObject({
  currency,
  product: text.optional(),
  product_data: productData.optional(),
  recurring: unplayed,
  tax_behavior: z.enum(["exclusive", "inclusive", "unspecified"]).optional(),
  unit_amount: whole,
  unit_amount_decimal: unplayed,
} satisfies Fields<Stripe.Checkout.SessionCreateParams.LineItem.PriceData>);

const lineItem = z.strictObject({
  price: text.optional(),
  price_data: priceData.optional(),
  quantity: whole,
  adjustable_quantity: unplayed,
  metadata: metadataField,
  tax_rates: unplayed,
} satisfies Fields<Stripe.Checkout.SessionCreateParams.LineItem>);

const intentData = z.strictObject({
  description: text.optional(),
  metadata: metadataField,
  receipt_email: text.optional(),
  statement_descriptor: text.max(22).optional(),
  statement_descriptor_suffix: text.max(22).optional(),
  application_fee_amount: unplayed,
  capture_method: unplayed,
  on_behalf_of: unplayed,
  setup_future_usage: unplayed,
  shipping: unplayed,
  transfer_data: unplayed,
  transfer_group: unplayed,
} satisfies Fields<Stripe.Checkout.SessionCreateParams.PaymentIntentData>);

const subscriptionData = z.strictObject({
  description: text.max(500).optional(),
  metadata: metadataField,
  trial_period_days: whole.optional(),
  trial_settings: trialSettings.optional(),
  billing_mode: z.strictObject({ type: z.enum(["flexible"]), flexible: unplayed }).optional(),
  trial_end: unplayed,
  application_fee_percent: unplayed,
  billing_cycle_anchor: unplayed,
  billing_cycle_anchor_config: unplayed,
  default_tax_rates: unplayed,
  invoice_settings: unplayed,
  on_behalf_of: unplayed,
  pending_invoice_item_interval: unplayed,
  proration_behavior: unplayed,
  transfer_data: unplayed,
} satisfies Fields<Stripe.Checkout.SessionCreateParams.SubscriptionData>);

/** What `POST /v1/checkout/sessions` takes. Lists that the types leave open are closed here. */
export const sessionCreate = z.strictObject({
  mode: z.enum(["payment", "subscription"], { error: "must be payment or subscription: no other mode is played" }),
  line_items: z.array(lineItem).min(1).max(100),
  success_url: z.url(),
  cancel_url: z.url().optional(),
  client_reference_id: text.max(200).optional(),
  customer: text.optional(),
  customer_email: z.email().optional(),
  customer_creation: z.enum(["always", "if_required"]).optional(),
  metadata: metadataField,
  payment_intent_data: intentData.optional(),
  expires_at: whole.optional(),
  expand,
  locale: text.optional(),
  submit_type: z.enum(["auto", "book", "donate", "pay"]).optional(),
  ui_mode: z.enum(["hosted_page"], { error: "must be hosted_page" }).optional(),
  billing_address_collection: z.enum(["auto", "required"]).optional(),
  currency: currency.optional(),
  integration_identifier: text.optional(),
  origin_context: z.enum(["mobile_app", "web"]).optional(),
  adaptive_pricing: unplayed,
  after_expiration: unplayed,
  allow_promotion_codes: unplayed,
  allowed_payment_method_types: unplayed,
  automatic_tax: z.strictObject({ enabled: z.literal("false") }).optional(),
  branding_settings: unplayed,
  consent_collection: unplayed,
  custom_fields: unplayed,
  custom_text: unplayed,
  customer_account: unplayed,
  customer_update: unplayed,
  discounts: discountsField.max(1).optional(),
  excluded_payment_method_types: unplayed,
  invoice_creation: unplayed,
  managed_payments: unplayed,
  name_collection: unplayed,
  optional_items: unplayed,
  payment_method_collection: z.enum(["always", "if_required"]).optional(),
  payment_method_configuration: unplayed,
  payment_method_data: unplayed,
  payment_method_options: unplayed,
  permissions: unplayed,
  phone_number_collection: unplayed,
  redirect_on_completion: unplayed,
  return_url: unplayed,
  saved_payment_method_options: unplayed,
  setup_intent_data: unplayed,
  shipping_address_collection: unplayed,
  shipping_options: unplayed,
  subscription_data: subscriptionData.optional(),
  tax_id_collection: unplayed,
  wallet_options: unplayed,
} satisfies Fields<Create>);

export type SessionCreate = z.output<typeof sessionCreate>;

/** What listing checkout sessions takes. */
export const sessionList = z.strictObject({
  ...pageFields,
  expand,
  customer: text.optional(),
  payment_intent: text.optional(),
  status: z.enum(["complete", "expired", "open"]).optional(),
  created: rangeField,
  customer_account: unplayed,
  customer_details: unplayed,
  payment_link: unplayed,
  subscription: text.optional(),
} satisfies Fields<Stripe.Checkout.SessionListParams>);

/** What reading one session, or anything else that is only read, takes. */
export const onlyExpand = z.strictObject({ expand } satisfies Fields<Stripe.Checkout.SessionRetrieveParams>);

/** What reading a session's line items takes. */
export const lineItemList = z.strictObject({
  ...pageFields,
  expand,
} satisfies Fields<Stripe.Checkout.SessionListLineItemsParams>);
