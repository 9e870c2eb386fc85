import type Stripe from "stripe";
import { z } from "zod";

import {
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
} from "../parameters.ts";
import { changedItem, discountsField, proration, unset } from "../subscriptions/parameters.ts";

/** What listing invoices takes. */
export const invoiceList = z.strictObject({
  ...pageFields,
  expand,
  created: rangeField,
  customer: text.optional(),
  status: z.enum(["draft", "open", "paid", "uncollectible", "void"]).optional(),
  subscription: text.optional(),
  collection_method: unplayed,
  customer_account: unplayed,
  due_date: unplayed,
} satisfies Fields<Stripe.InvoiceListParams>);

/** What reading an invoice's lines takes. */
export const lineList = z.strictObject({ ...pageFields, expand } satisfies Fields<Stripe.InvoiceListLineItemsParams>);

/** What paying an invoice takes. */
export const invoicePay = z.strictObject({
  expand,
  off_session: flag.optional(),
  paid_out_of_band: flag.optional(),
  payment_method: text.optional(),
  forgive: unplayed,
  mandate: unplayed,
  source: unplayed,
} satisfies Fields<Stripe.InvoicePayParams>);

/** What finalizing an invoice takes. */
export const invoiceFinalize = z.strictObject({
  expand,
  auto_advance: flag.optional(),
} satisfies Fields<Stripe.InvoiceFinalizeInvoiceParams>);

/** What changing an invoice takes. */
export const invoiceUpdate = z.strictObject({
  auto_advance: flag.optional(),
  description: text.optional(),
  metadata: z.union([unset, z.record(z.string().max(40), z.string().max(500))]).optional(),
  expand,
  account_tax_ids: unplayed,
  application_fee_amount: unplayed,
  automatic_tax: unplayed,
  automatically_finalizes_at: unplayed,
  collection_method: unplayed,
  custom_fields: unplayed,
  days_until_due: unplayed,
  default_payment_method: unplayed,
  default_source: unplayed,
  default_tax_rates: unplayed,
  discounts: unplayed,
  due_date: unplayed,
  effective_at: unplayed,
  footer: unplayed,
  issuer: unplayed,
  number: unplayed,
  on_behalf_of: unplayed,
  payment_settings: unplayed,
  rendering: unplayed,
  shipping_cost: unplayed,
  shipping_details: unplayed,
  statement_descriptor: unplayed,
  transfer_data: unplayed,
} satisfies Fields<Stripe.InvoiceUpdateParams>);

/** What making an invoice by hand takes. */
export const invoiceCreate = z.strictObject({
  customer: text,
  auto_advance: flag.optional(),
  collection_method: z.enum(["charge_automatically"]).optional(),
  currency: text.optional(),
  description: text.optional(),
  metadata: metadataField,
  pending_invoice_items_behavior: z.enum(["exclude", "include"]).optional(),
  expand,
  account_tax_ids: unplayed,
  application_fee_amount: unplayed,
  automatic_tax: unplayed,
  automatically_finalizes_at: unplayed,
  custom_fields: unplayed,
  customer_account: unplayed,
  days_until_due: unplayed,
  default_payment_method: unplayed,
  default_source: unplayed,
  default_tax_rates: unplayed,
  discounts: unplayed,
  due_date: unplayed,
  effective_at: unplayed,
  footer: unplayed,
  from_invoice: unplayed,
  issuer: unplayed,
  number: unplayed,
  on_behalf_of: unplayed,
  payment_settings: unplayed,
  rendering: unplayed,
  shipping_cost: unplayed,
  shipping_details: unplayed,
  statement_descriptor: unplayed,
  subscription: unplayed,
  transfer_data: unplayed,
} satisfies Fields<Stripe.InvoiceCreateParams>);

/** What adding to the next invoice, or to a draft, takes. */
export const invoiceItemCreate = z.strictObject({
  customer: text,
  amount: signed.optional(),
  currency: text.optional(),
  description: text.optional(),
  invoice: text.optional(),
  metadata: metadataField,
  pricing: z.strictObject({ price: text }).optional(),
  quantity: whole.optional(),
  subscription: text.optional(),
  expand,
  customer_account: unplayed,
  discountable: unplayed,
  discounts: unplayed,
  period: unplayed,
  price_data: unplayed,
  quantity_decimal: unplayed,
  tax_behavior: unplayed,
  tax_code: unplayed,
  tax_rates: unplayed,
  unit_amount_decimal: unplayed,
} satisfies Fields<Stripe.InvoiceItemCreateParams>);

const previewAnchor = z.strictObject({ type: z.enum(["now", "unchanged"]), timestamp: unplayed });

const details = z.strictObject({
  billing_cycle_anchor: previewAnchor.optional(),
  cancel_at_period_end: flag.optional(),
  items: z.array(changedItem).max(20).optional(),
  proration_behavior: proration.optional(),
  proration_date: whole.optional(),
  trial_end: z.union([z.literal("now"), whole]).optional(),
  billing_mode: unplayed,
  billing_schedules: unplayed,
  cancel_at: unplayed,
  cancel_now: unplayed,
  default_tax_rates: unplayed,
  metadata: unplayed,
  pause: unplayed,
  resume_at: unplayed,
  start_date: unplayed,
} satisfies Fields<Stripe.InvoiceCreatePreviewParams.SubscriptionDetails>);

/** What a preview takes: of a new subscription, of a change, or of the next renewal. */
export const invoicePreview = z.strictObject({
  customer: text.optional(),
  subscription: text.optional(),
  subscription_details: details.optional(),
  discounts: z.union([unset, discountsField]).optional(),
  preview_mode: z.enum(["next"]).optional(),
  expand,
  schedule: unplayed,
  schedule_details: unplayed,
  automatic_tax: unplayed,
  currency: unplayed,
  customer_account: unplayed,
  customer_details: unplayed,
  invoice_items: unplayed,
  issuer: unplayed,
  on_behalf_of: unplayed,
} satisfies Fields<Stripe.InvoiceCreatePreviewParams>);

/** What listing the payments of invoices takes. */
export const paymentList = z.strictObject({
  ...pageFields,
  expand,
  created: rangeField,
  invoice: text.optional(),
  payment: z
    .strictObject({ type: z.enum(["payment_intent"]), payment_intent: text, payment_record: unplayed })
    .optional(),
  status: z.enum(["canceled", "open", "paid"]).optional(),
} satisfies Fields<Stripe.InvoicePaymentListParams>);
