import type Stripe from "stripe";
import { z } from "zod";
import { currency, expand, type Fields, flag, metadataField, pageFields, text, unplayed, whole } from "./parameters.ts";

const customerFields = {
  email: z.email().max(512).optional(),
  name: text.max(256).optional(),
  phone: text.optional(),
  description: text.optional(),
  metadata: metadataField,
  expand,
  address: unplayed,
  balance: unplayed,
  business_name: unplayed,
  cash_balance: unplayed,
  individual_name: unplayed,
  invoice_prefix: unplayed,
  invoice_settings: unplayed,
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
  payment_method: unplayed,
  tax_id_data: unplayed,
  test_clock: unplayed,
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
  created: unplayed,
  test_clock: unplayed,
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

/** What making a price takes: one-time prices with a whole amount. */
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
  recurring: unplayed,
  tiers: unplayed,
  tiers_mode: unplayed,
  transform_quantity: unplayed,
  unit_amount_decimal: unplayed,
} satisfies Fields<Stripe.PriceCreateParams>);

/** What listing prices takes. */
export const priceList = z.strictObject({
  ...pageFields,
  expand,
  active: flag.optional(),
  currency: currency.optional(),
  lookup_keys: z.array(text).max(10).optional(),
  product: text.optional(),
  type: z.enum(["one_time", "recurring"]).optional(),
  created: unplayed,
  recurring: unplayed,
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
  created: unplayed,
} satisfies Fields<Stripe.EventListParams>);
