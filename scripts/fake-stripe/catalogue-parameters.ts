import type Stripe from "stripe";
import { z } from "zod";

import {
  currency,
  expand,
  type Fields,
  flag,
  metadataField,
  pageFields,
  rangeField,
  signed,
  text,
  unplayed,
  whole,
} from "./parameters.ts";

const invoiceSettings = z.strictObject({
  default_payment_method: text.optional(),
  custom_fields: unplayed,
  footer: unplayed,
  rendering_options: unplayed,
} satisfies Fields<Stripe.CustomerUpdateParams.InvoiceSettings>);

const customerFields = {
  email: z.email().max(512).optional(),
  name: text.max(256).optional(),
  phone: text.optional(),
  description: text.optional(),
  metadata: metadataField,
  expand,
  balance: signed.optional(),
  invoice_settings: invoiceSettings.optional(),
  address: unplayed,
  business_name: unplayed,
  cash_balance: unplayed,
  individual_name: unplayed,
  invoice_prefix: unplayed,
  next_invoice_sequence: unplayed,
  preferred_locales: unplayed,
  shipping: unplayed,
  source: unplayed,
  tax: unplayed,
  tax_exempt: unplayed,
  validate: unplayed,
};

/** What making a customer takes. */
export const customerCreate = z.strictObject({
  ...customerFields,
  payment_method: text.optional(),
  test_clock: text.optional(),
  tax_id_data: unplayed,
} satisfies Fields<Stripe.CustomerCreateParams>);

/** What changing a customer takes. */
export const customerUpdate = z.strictObject({
  ...customerFields,
  default_source: unplayed,
} satisfies Fields<Stripe.CustomerUpdateParams>);

/** What listing customers takes. */
export const customerList = z.strictObject({
  ...pageFields,
  expand,
  email: text.optional(),
  created: rangeField,
  test_clock: text.optional(),
} satisfies Fields<Stripe.CustomerListParams>);

/** What making a product takes. */
export const productCreate = z.strictObject({
  id: text.optional(),
  name: text.min(1),
  active: flag.optional(),
  description: text.optional(),
  metadata: metadataField,
  tax_code: text.optional(),
  unit_label: text.optional(),
  expand,
  default_price_data: unplayed,
  images: unplayed,
  marketing_features: unplayed,
  package_dimensions: unplayed,
  shippable: unplayed,
  statement_descriptor: unplayed,
  tax_details: unplayed,
  type: unplayed,
  url: unplayed,
} satisfies Fields<Stripe.ProductCreateParams>);

/** What listing products takes. */
export const productList = z.strictObject({
  ...pageFields,
  expand,
  active: flag.optional(),
  ids: z.array(text).optional(),
  created: unplayed,
  shippable: unplayed,
  type: unplayed,
  url: unplayed,
} satisfies Fields<Stripe.ProductListParams>);

const nullable = z.union([z.literal(""), text]).optional();
const nullableMetadata = z.union([z.literal(""), z.record(z.string().max(40), z.string().max(500))]).optional();

/** What changing a product takes. */
export const productUpdate = z.strictObject({
  active: flag.optional(),
  name: text.min(1).optional(),
  description: nullable,
  metadata: nullableMetadata,
  tax_code: nullable,
  unit_label: nullable,
  expand,
  default_price: unplayed,
  images: unplayed,
  marketing_features: unplayed,
  package_dimensions: unplayed,
  shippable: unplayed,
  statement_descriptor: unplayed,
  tax_details: unplayed,
  url: unplayed,
} satisfies Fields<Stripe.ProductUpdateParams>);

const interval = z.enum(["day", "week", "month", "year"]);

const recurring = z.strictObject({
  interval,
  interval_count: whole.optional(),
  meter: unplayed,
  trial_period_days: unplayed,
  usage_type: z.enum(["licensed"]).optional(),
} satisfies Fields<Stripe.PriceCreateParams.Recurring>);

/** What making a price takes: one-time and recurring prices with a whole amount. */
export const priceCreate = z.strictObject({
  currency,
  unit_amount: whole,
  product: text.optional(),
  active: flag.optional(),
  lookup_key: text.max(200).optional(),
  transfer_lookup_key: flag.optional(),
  nickname: text.optional(),
  metadata: metadataField,
  tax_behavior: z.enum(["exclusive", "inclusive", "unspecified"]).optional(),
  expand,
  billing_scheme: z.enum(["per_unit"]).optional(),
  currency_options: unplayed,
  custom_unit_amount: unplayed,
  product_data: unplayed,
  recurring: recurring.optional(),
  tiers: unplayed,
  tiers_mode: unplayed,
  transform_quantity: unplayed,
  unit_amount_decimal: unplayed,
} satisfies Fields<Stripe.PriceCreateParams>);

/** What changing a price takes. */
export const priceUpdate = z.strictObject({
  active: flag.optional(),
  lookup_key: text.max(200).optional(),
  transfer_lookup_key: flag.optional(),
  nickname: text.optional(),
  metadata: nullableMetadata,
  tax_behavior: z.enum(["exclusive", "inclusive", "unspecified"]).optional(),
  expand,
  currency_options: unplayed,
} satisfies Fields<Stripe.PriceUpdateParams>);

/** What listing prices takes. */
export const priceList = z.strictObject({
  ...pageFields,
  expand,
  active: flag.optional(),
  currency: currency.optional(),
  lookup_keys: z.array(text).max(10).optional(),
  product: text.optional(),
  type: z.enum(["one_time", "recurring"]).optional(),
  recurring: z.strictObject({ interval: interval.optional(), meter: unplayed, usage_type: unplayed }).optional(),
  created: unplayed,
} satisfies Fields<Stripe.PriceListParams>);

/** What listing payment intents takes. */
export const intentList = z.strictObject({
  ...pageFields,
  expand,
  customer: text.optional(),
  created: unplayed,
  customer_account: unplayed,
} satisfies Fields<Stripe.PaymentIntentListParams>);

/** What listing events takes. */
export const eventList = z.strictObject({
  ...pageFields,
  expand,
  type: text.optional(),
  types: z.array(text).max(20).optional(),
  delivery_success: flag.optional(),
  created: rangeField,
} satisfies Fields<Stripe.EventListParams>);
