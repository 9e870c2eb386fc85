import type Stripe from "stripe";
import { z } from "zod";
import { nowOf } from "./clock.ts";
import { type Call, type Endpoints, found, newestFirst, shownPage } from "./endpoint.ts";
import { expandInto } from "./expand.ts";
import { type FakeStripe, newId } from "./fake.ts";
import { amountsOf } from "./invoices/amounts.ts";
import { markPaid } from "./invoices/collect.ts";
import { listOf } from "./lists.ts";
import {
  expand,
  type Fields,
  isWithin,
  metadataField,
  pageFields,
  rangeField,
  readParameters,
  text,
  unplayed,
  whole,
} from "./parameters.ts";
import { refund } from "./refunds.ts";
import { invalidRequest } from "./refusal.ts";
import { onlyExpand } from "./session-parameters.ts";
import type { StoredCreditNote, StoredInvoice } from "./state.ts";

const noteCreate = z.strictObject({
  invoice: text,
  amount: whole.optional(),
  credit_amount: whole.optional(),
  refund_amount: whole.optional(),
  out_of_band_amount: whole.optional(),
  memo: text.optional(),
  metadata: metadataField,
  reason: z.enum(["duplicate", "fraudulent", "order_change", "product_unsatisfactory"]).optional(),
  expand,
  effective_at: unplayed,
  email_type: unplayed,
  lines: unplayed,
  refunds: unplayed,
  shipping_cost: unplayed,
} satisfies Fields<Stripe.CreditNoteCreateParams>);

const noteList = z.strictObject({
  ...pageFields,
  created: rangeField,
  customer: text.optional(),
  invoice: text.optional(),
  expand,
  customer_account: unplayed,
} satisfies Fields<Stripe.CreditNoteListParams>);

/** Credit notes: before the payment they lower what is due; afterwards they refund, fill the balance, or note what went outside. */
export const creditNoteEndpoints: Endpoints = {
  "POST /v1/credit_notes": createNote,
  "GET /v1/credit_notes": ({ fakeStripe, raw }) => {
    const { invoice, customer, created, ...page } = readParameters(noteList, raw);
    const all = newestFirst(fakeStripe.state.creditNotes)
      .filter((one) => (!invoice || one.invoice === invoice) && (!customer || one.customer === customer))
      .filter((one) => isWithin(one.created, created));
    return shownPage(fakeStripe, all, page, { show: showNote, url: "/v1/credit_notes" });
  },
  "GET /v1/credit_notes/:id": ({ fakeStripe, id, raw }) => {
    const { expand: paths } = readParameters(onlyExpand, raw);
    return expandInto(fakeStripe, showNote(found(fakeStripe.state.creditNotes, id, "credit_note")), paths);
  },
  "POST /v1/credit_notes/:id/void": voidNote,
};

function createNote({ fakeStripe, raw, cause }: Call) {
  const asked = readParameters(noteCreate, raw);
  const { state, emit } = fakeStripe;
  const invoice = found(state.invoices, asked.invoice, "invoice", "invoice");
  if (invoice.status !== "open" && invoice.status !== "paid") throw invalidRequest("This invoice cannot be credited.");
  const now = nowOf(fakeStripe, invoice.customer);
  const [refunded, credited, outside] = [
    asked.refund_amount ?? 0,
    asked.credit_amount ?? 0,
    asked.out_of_band_amount ?? 0,
  ];
  const amount = asked.amount ?? refunded + credited + outside;
  checkAmounts(fakeStripe, invoice, { amount, parts: refunded + credited + outside });
  const note: StoredCreditNote = {
    id: newId("cn"),
    created: now,
    number: `${invoice.number ?? "DRAFT"}-CN-${Object.keys(state.creditNotes).length + 1}`,
    invoice: invoice.id,
    customer: invoice.customer,
    currency: invoice.currency,
    amount,
    beforePayment: invoice.status === "open",
    outside,
    refund: refunded === 0 ? null : { id: refundOf(fakeStripe, invoice, refunded), amount: refunded },
    memo: asked.memo ?? null,
    reason: asked.reason ?? null,
    metadata: asked.metadata ?? {},
    status: "issued",
    voidedAt: null,
  };
  state.creditNotes[note.id] = note;
  const customer = found(state.customers, invoice.customer, "customer");
  customer.balance -= credited;
  emit("credit_note.created", showNote(note), cause);
  if (note.beforePayment) {
    invoice.creditedBefore += amount;
    const { due } = amountsOf(invoice);
    for (const payment of invoice.payments.filter((one) => one.status === "open")) {
      payment.amount = due;
      found(state.intents, payment.intent, "payment_intent").amount = due;
    }
    if (due === 0) markPaid(fakeStripe, invoice, now, cause);
  } else invoice.creditedAfter += amount;
  return expandInto(fakeStripe, showNote(note), asked.expand);
}

function checkAmounts(
  { state }: FakeStripe,
  invoice: StoredInvoice,
  { amount, parts }: { amount: number; parts: number },
) {
  const credited = Object.values(state.creditNotes)
    .filter((one) => one.invoice === invoice.id && one.status === "issued")
    .reduce((sum, one) => sum + one.amount, 0);
  if (amount < 1 || credited + amount > amountsOf(invoice).total) throw invalidRequest("The amount is too large.");
  const isBefore = invoice.status === "open";
  if (isBefore ? parts !== 0 : parts !== amount) {
    throw invalidRequest("The sum of credit amount, refund amount and out of band amount must equal the amount.");
  }
}

function refundOf(fakeStripe: FakeStripe, invoice: StoredInvoice, amount: number): string {
  const payment = invoice.payments.find(({ status }) => status === "paid");
  if (!payment) throw invalidRequest("This invoice has no payment to refund.");
  return refund(fakeStripe, { intent: payment.intent, amount, status: "succeeded" }).id;
}

/** A note from before the payment, or one that refunded, stays. */
function voidNote({ fakeStripe, id, raw, cause }: Call) {
  const { expand: paths } = readParameters(onlyExpand, raw);
  const note = found(fakeStripe.state.creditNotes, id, "credit_note");
  if (note.status === "void" || note.beforePayment || note.refund !== null) {
    throw invalidRequest("This credit note cannot be voided.");
  }
  const invoice = found(fakeStripe.state.invoices, note.invoice, "invoice");
  Object.assign(note, { status: "void", voidedAt: nowOf(fakeStripe, note.customer) });
  invoice.creditedAfter -= note.amount;
  found(fakeStripe.state.customers, note.customer, "customer").balance += note.amount - note.outside;
  fakeStripe.emit("credit_note.voided", showNote(note), cause);
  return expandInto(fakeStripe, showNote(note), paths);
}

function showNote(note: StoredCreditNote): Stripe.CreditNote {
  const { amount } = note;
  return {
    id: note.id,
    object: "credit_note",
    amount,
    amount_shipping: 0,
    created: note.created,
    currency: note.currency,
    customer: note.customer,
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: note.created,
    invoice: note.invoice,
    lines: listOf([], `/v1/credit_notes/${note.id}/lines`),
    livemode: false,
    memo: note.memo,
    metadata: note.metadata,
    number: note.number,
    out_of_band_amount: note.outside === 0 ? null : note.outside,
    pdf: "",
    post_payment_amount: note.beforePayment ? 0 : amount,
    pre_payment_amount: note.beforePayment ? amount : 0,
    pretax_credit_amounts: [],
    reason: note.reason,
    refunds:
      note.refund === null
        ? []
        : [
            {
              amount_refunded: note.refund.amount,
              payment_record_refund: null,
              refund: note.refund.id,
              type: "refund",
            },
          ],
    shipping_cost: null,
    status: note.status,
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    total_taxes: [],
    type: note.beforePayment ? "pre_payment" : "post_payment",
    voided_at: note.voidedAt,
  };
}
