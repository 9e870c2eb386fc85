import Stripe from "stripe";
import type { FakeStripe } from "../fake.ts";
import { listOf } from "../lists.ts";
import type { StoredInvoice } from "../state.ts";
import { amountsOf } from "./amounts.ts";

/** How many lines an invoice shows; the others are read as a list of their own. */
const shownLines = 10;

/** An invoice as the API shows it; its payments only when asked for. */
export function showInvoice(fakeStripe: FakeStripe, invoice: StoredInvoice): Stripe.Invoice {
  const { id, customer, status } = invoice;
  const buyer = fakeStripe.state.customers[customer];
  const { subtotal, total, due, remaining, discounts } = amountsOf(invoice);
  const lines = showLines(fakeStripe, invoice);
  const isOut = status !== "draft" && invoice.reason !== "upcoming";
  return {
    id,
    object: "invoice",
    account_country: "US",
    account_name: "Demo",
    account_tax_ids: null,
    amount_due: due,
    amount_overpaid: 0,
    amount_paid: invoice.amountPaid,
    amount_paid_off_stripe: invoice.paidOutOfBand ? due : 0,
    amount_remaining: remaining,
    amount_shipping: 0,
    application: null,
    attempt_count: invoice.attemptCount,
    attempted: invoice.attemptCount > 0 || status === "paid",
    auto_advance: invoice.autoAdvance,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: invoice.finalizesAt,
    billing_reason: invoice.reason,
    collection_method: "charge_automatically",
    created: invoice.created,
    currency: invoice.currency,
    custom_fields: null,
    customer,
    customer_account: null,
    customer_address: null,
    customer_email: buyer?.email ?? null,
    customer_name: buyer?.name ?? null,
    customer_phone: buyer?.phone ?? null,
    customer_shipping: null,
    customer_tax_exempt: "none",
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: invoice.description,
    discounts: invoice.discounts,
    due_date: null,
    effective_at: invoice.finalizedAt,
    ending_balance: invoice.endingBalance,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: isOut ? `${fakeStripe.publicUrl}/demo/stripe/invoice/${id}` : null,
    invoice_pdf: null,
    issuer: { type: "self" },
    last_finalization_error: null,
    latest_revision: null,
    lines: listOf(lines.slice(0, shownLines), `/v1/invoices/${id}/lines`, lines.length > shownLines),
    livemode: false,
    metadata: invoice.metadata,
    next_payment_attempt: status === "draft" ? invoice.finalizesAt : invoice.nextAttempt,
    number: invoice.number,
    on_behalf_of: null,
    parent: parentOf(invoice),
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: invoice.periodEnd,
    period_start: invoice.periodStart,
    post_payment_credit_notes_amount: invoice.creditedAfter,
    pre_payment_credit_notes_amount: invoice.creditedBefore,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: invoice.startingBalance,
    statement_descriptor: null,
    status,
    status_transitions: {
      finalized_at: invoice.finalizedAt,
      marked_uncollectible_at: invoice.uncollectibleAt,
      paid_at: invoice.paidAt,
      voided_at: invoice.voidedAt,
    },
    subtotal,
    subtotal_excluding_tax: subtotal,
    test_clock: buyer?.testClock ?? null,
    total,
    total_discount_amounts: discounts,
    total_excluding_tax: total,
    total_pretax_credit_amounts: discounts.map((one) => ({ ...one, type: "discount" })),
    total_taxes: [],
    webhooks_delivered_at: invoice.created,
  };
}

/** All lines of an invoice. */
export function showLines({ state }: FakeStripe, invoice: StoredInvoice): Stripe.InvoiceLineItem[] {
  return invoice.lines.map((line) => {
    const price = line.price === null ? undefined : state.prices[line.price];
    const unit = line.quantity === 0 ? 0 : Math.round(line.amount / line.quantity);
    return {
      id: line.id,
      object: "line_item",
      amount: line.amount,
      currency: invoice.currency,
      description: line.description,
      discount_amounts: line.discounts,
      discountable: !line.proration,
      discounts: line.discounts.map(({ discount }) => discount),
      invoice: invoice.id,
      livemode: false,
      metadata: line.metadata,
      parent: lineParentOf(line),
      period: { start: line.periodStart, end: line.periodEnd },
      pretax_credit_amounts: line.discounts.map((one) => ({ ...one, type: "discount" })),
      pricing: {
        ...(price ? { price_details: { price: price.id, product: price.product } } : {}),
        type: "price_details",
        unit_amount_decimal: Stripe.Decimal.from(unit),
      },
      quantity: line.quantity,
      quantity_decimal: Stripe.Decimal.from(line.quantity),
      subscription: line.subscription,
      subtotal: line.amount,
      taxes: [],
    };
  });
}

/** The payments of an invoice, newest first. */
export function showPayments(invoice: StoredInvoice) {
  return listOf(
    invoice.payments.map((one) => showPayment(invoice, one)),
    "/v1/invoice_payments",
  );
}

/** A payment of an invoice as the API shows it. */
export function showPayment(invoice: StoredInvoice, one: StoredInvoice["payments"][number]): Stripe.InvoicePayment {
  return {
    id: one.id,
    object: "invoice_payment",
    amount_paid: one.status === "paid" ? one.amount : null,
    amount_requested: one.amount,
    created: one.created,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: one.intent, type: "payment_intent" },
    status: one.status,
    status_transitions: { canceled_at: one.canceledAt, paid_at: one.paidAt },
  };
}

function parentOf({ subscription, subscriptionMetadata }: StoredInvoice): Stripe.Invoice.Parent | null {
  if (subscription === null) return null;
  return {
    quote_details: null,
    subscription_details: { metadata: subscriptionMetadata, subscription },
    type: "subscription_details",
  };
}

function lineParentOf(line: StoredInvoice["lines"][number]): Stripe.InvoiceLineItem.Parent {
  const common = {
    proration: line.proration,
    proration_details: { credited_items: null },
    subscription: line.subscription,
  };
  if (line.parent === "invoice_item_details") {
    const details = { ...common, invoice_item: line.invoiceItem ?? line.id };
    return { invoice_item_details: details, subscription_item_details: null, type: line.parent };
  }
  const details = { ...common, invoice_item: line.invoiceItem, subscription_item: line.subscriptionItem ?? "" };
  return { invoice_item_details: null, subscription_item_details: details, type: line.parent };
}
