import { nowOf } from "../clock.ts";
import { type Call, changedMetadata, type Endpoints, found, newestFirst, shownPage } from "../endpoint.ts";
import { expandInto } from "../expand.ts";
import type { FakeStripe } from "../fake.ts";
import { isWithin, readParameters } from "../parameters.ts";
import { cardDeclined, invalidRequest } from "../refusal.ts";
import { onlyExpand } from "../session-parameters.ts";
import type { StoredInvoice } from "../state.ts";
import { waitingItems } from "../subscriptions/create-subscription.ts";
import { closeInvoice } from "./close-invoice.ts";
import { collectInvoice, finalizeInvoice, keepInvoice, markPaid } from "./collect.ts";
import { draftInvoice } from "./draft-invoice.ts";
import {
  invoiceCreate,
  invoiceFinalize,
  invoiceList,
  invoicePay,
  invoiceUpdate,
  lineList,
  paymentList,
} from "./parameters.ts";
import { previewInvoice } from "./preview-invoice.ts";
import { showInvoice, showLines, showPayment } from "./show-invoice.ts";

/** Invoices: read, listed with their lines and payments, previewed, paid, ended. */
export const invoiceEndpoints: Endpoints = {
  "POST /v1/invoices": createInvoice,
  "GET /v1/invoices": ({ fakeStripe, raw }) => {
    const { customer, status, subscription, created, ...page } = readParameters(invoiceList, raw);
    const all = newestFirst(fakeStripe.state.invoices)
      .filter((one) => !customer || one.customer === customer)
      .filter((one) => !subscription || one.subscription === subscription)
      .filter((one) => !status || one.status === status)
      .filter((one) => isWithin(one.created, created));
    const show = (one: StoredInvoice) => showInvoice(fakeStripe, one);
    return shownPage(fakeStripe, all, page, { show, url: "/v1/invoices" });
  },
  "POST /v1/invoices/create_preview": previewInvoice,
  "GET /v1/invoices/:id": ({ fakeStripe, id, raw }) => {
    const { expand } = readParameters(onlyExpand, raw);
    return shown(fakeStripe, invoiceOf(fakeStripe, id), expand);
  },
  "POST /v1/invoices/:id": ({ fakeStripe, id, raw, cause }) => {
    const asked = readParameters(invoiceUpdate, raw);
    const invoice = invoiceOf(fakeStripe, id);
    invoice.metadata = changedMetadata(invoice.metadata, asked.metadata);
    invoice.description = asked.description ?? invoice.description;
    invoice.autoAdvance = asked.auto_advance ?? invoice.autoAdvance;
    fakeStripe.emit("invoice.updated", showInvoice(fakeStripe, invoice), cause);
    return shown(fakeStripe, invoice, asked.expand);
  },
  "GET /v1/invoices/:id/lines": ({ fakeStripe, id, raw }) => {
    const lines = showLines(fakeStripe, invoiceOf(fakeStripe, id));
    const page = readParameters(lineList, raw);
    return shownPage(fakeStripe, lines, page, { show: (line) => line, url: `/v1/invoices/${id}/lines` });
  },
  "POST /v1/invoices/:id/finalize": ({ fakeStripe, id, raw, cause }) => {
    const asked = readParameters(invoiceFinalize, raw);
    const invoice = invoiceOf(fakeStripe, id);
    finalizeInvoice(fakeStripe, invoice, nowOf(fakeStripe, invoice.customer), cause);
    return shown(fakeStripe, invoice, asked.expand);
  },
  "POST /v1/invoices/:id/pay": payInvoice,
  "POST /v1/invoices/:id/void": (call) => close(call, "void"),
  "POST /v1/invoices/:id/mark_uncollectible": (call) => close(call, "uncollectible"),
  "GET /v1/invoice_payments": listPayments,
};

function createInvoice({ fakeStripe, raw, cause }: Call) {
  const asked = readParameters(invoiceCreate, raw);
  found(fakeStripe.state.customers, asked.customer, "customer", "customer");
  const now = nowOf(fakeStripe, asked.customer);
  const isIncluding = asked.pending_invoice_items_behavior === "include";
  const invoice = draftInvoice(fakeStripe, {
    customer: asked.customer,
    currency: asked.currency ?? "usd",
    reason: "manual",
    now,
    billsPeriod: false,
    items: isIncluding ? waitingItems(fakeStripe, asked.customer, null) : [],
    description: asked.description ?? null,
    metadata: asked.metadata ?? {},
  });
  Object.assign(invoice, { autoAdvance: asked.auto_advance ?? false });
  if (invoice.autoAdvance) invoice.finalizesAt = now + 3600;
  keepInvoice(fakeStripe, invoice, cause);
  return shown(fakeStripe, invoice, asked.expand);
}

function payInvoice({ fakeStripe, id, raw, cause }: Call) {
  const asked = readParameters(invoicePay, raw);
  const invoice = invoiceOf(fakeStripe, id);
  const now = nowOf(fakeStripe, invoice.customer);
  if (invoice.status === "paid") throw invalidRequest("Invoice is already paid", { code: "invoice_already_paid" });
  if (invoice.status === "draft") finalizeInvoice(fakeStripe, invoice, now, cause);
  if (invoice.status === "void") throw invalidRequest("This invoice can no longer be paid.");
  if (asked.paid_out_of_band && invoice.payments.every(({ status }) => status !== "paid")) {
    invoice.paidOutOfBand = true;
    markPaid(fakeStripe, invoice, now, cause);
  } else if (collectInvoice(fakeStripe, invoice, { now, method: asked.payment_method, cause }) === "declined") {
    throw cardDeclined();
  }
  return shown(fakeStripe, invoice, asked.expand);
}

function close({ fakeStripe, id, raw, cause }: Call, to: "void" | "uncollectible") {
  const { expand } = readParameters(onlyExpand, raw);
  const invoice = invoiceOf(fakeStripe, id);
  closeInvoice(fakeStripe, invoice, { to, now: nowOf(fakeStripe, invoice.customer), cause });
  return shown(fakeStripe, invoice, expand);
}

function listPayments({ fakeStripe, raw }: Call) {
  const { invoice: id, payment, status, created, ...page } = readParameters(paymentList, raw);
  const all = newestFirst(fakeStripe.state.invoices)
    .filter((invoice) => !id || invoice.id === id)
    .flatMap((invoice) => invoice.payments.map((one) => showPayment(invoice, one)))
    .filter((one) => !payment || one.payment.payment_intent === payment.payment_intent)
    .filter((one) => !status || one.status === status)
    .filter((one) => isWithin(one.created, created));
  return shownPage(fakeStripe, all, page, { show: (one) => one, url: "/v1/invoice_payments" });
}

function shown(fakeStripe: FakeStripe, invoice: StoredInvoice, expand: string[] | undefined) {
  return expandInto(fakeStripe, showInvoice(fakeStripe, invoice), expand);
}

function invoiceOf({ state }: FakeStripe, id: string): StoredInvoice {
  return found(state.invoices, id, "invoice");
}
