import Stripe from "stripe";
import { nowOf } from "../clock.ts";
import { type Call, type Endpoints, found } from "../endpoint.ts";
import { type FakeStripe, newId } from "../fake.ts";
import { readParameters } from "../parameters.ts";
import { invalidRequest } from "../refusal.ts";
import type { StoredInvoiceItem } from "../state.ts";
import { draftInvoice } from "./draft-invoice.ts";
import { invoiceItemCreate } from "./parameters.ts";

/** Invoice items made by hand: they wait for the next invoice, or go to a draft. */
export const invoiceItemEndpoints: Endpoints = {
  "POST /v1/invoiceitems": createItem,
  "GET /v1/invoiceitems/:id": ({ fakeStripe, id }) =>
    showInvoiceItem(fakeStripe, found(fakeStripe.state.invoiceItems, id, "invoiceitem")),
};

function createItem({ fakeStripe, raw, cause }: Call) {
  const asked = readParameters(invoiceItemCreate, raw);
  const { state, emit } = fakeStripe;
  found(state.customers, asked.customer, "customer", "customer");
  const price = asked.pricing ? found(state.prices, asked.pricing.price, "price", "pricing[price]") : undefined;
  const amount = price ? price.unitAmount * (asked.quantity ?? 1) : asked.amount;
  if (amount === undefined) throw invalidRequest("You must specify either `amount` or `pricing`.", { param: "amount" });
  const now = nowOf(fakeStripe, asked.customer);
  const item: StoredInvoiceItem = {
    id: newId("ii"),
    created: now,
    customer: asked.customer,
    subscription: asked.subscription ?? null,
    subscriptionItem: null,
    price: price?.id ?? null,
    quantity: asked.quantity ?? 1,
    amount,
    currency: asked.currency ?? price?.currency ?? "usd",
    description: asked.description ?? null,
    periodStart: now,
    periodEnd: now,
    proration: false,
    invoice: null,
    metadata: asked.metadata ?? {},
  };
  state.invoiceItems[item.id] = item;
  if (asked.invoice) addToDraft(fakeStripe, item, asked.invoice);
  emit("invoiceitem.created", showInvoiceItem(fakeStripe, item), cause);
  return showInvoiceItem(fakeStripe, item);
}

function addToDraft(fakeStripe: FakeStripe, item: StoredInvoiceItem, id: string) {
  const invoice = found(fakeStripe.state.invoices, id, "invoice", "invoice");
  if (invoice.status !== "draft") throw invalidRequest("The invoice is no longer editable.", { param: "invoice" });
  const { customer, currency } = invoice;
  const made = draftInvoice(fakeStripe, {
    customer,
    currency,
    reason: "manual",
    now: item.created,
    billsPeriod: false,
    items: [item],
  });
  invoice.lines.push(...made.lines);
  item.invoice = id;
}

function showInvoiceItem({ state }: FakeStripe, item: StoredInvoiceItem): Stripe.InvoiceItem {
  const price = state.prices[item.price ?? ""];
  return {
    id: item.id,
    object: "invoiceitem",
    amount: item.amount,
    currency: item.currency,
    customer: item.customer,
    customer_account: null,
    date: item.created,
    description: item.description,
    discountable: !item.proration,
    discounts: [],
    invoice: item.invoice,
    livemode: false,
    metadata: item.metadata,
    parent: null,
    period: { start: item.periodStart, end: item.periodEnd },
    pricing: price
      ? {
          price_details: { price: price.id, product: price.product },
          type: "price_details",
          unit_amount_decimal: Stripe.Decimal.from(price.unitAmount),
        }
      : null,
    proration: item.proration,
    quantity: item.quantity,
    quantity_decimal: Stripe.Decimal.from(item.quantity),
    tax_rates: [],
    test_clock: state.customers[item.customer]?.testClock ?? null,
  };
}
