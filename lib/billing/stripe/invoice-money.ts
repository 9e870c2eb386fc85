import "server-only";
import type Stripe from "stripe";
import { answerOf, findOrNull, pagedThrough, stripeClient } from "./client.ts";
import { findPayment, gravest, type Standing, type StripePayment } from "./payments.ts";

/** What happened to the money of an invoice, as Stripe has it now. Amounts are in minor units of the invoice's currency. */
export interface InvoiceMoney {
  id: string;
  customer: string | null;
  /** The subscription that it bills; null for an invoice of something else. */
  subscription: string | null;
  currency: string;
  /** Whether it is settled: by payments, by a balance, by a coupon or by hand. */
  paid: boolean;
  /** Its total less the credit notes from before its payment. */
  paidCents: number;
  /** Its share of its payments' refunds, and what credit notes put on the balance or returned outside Stripe. */
  returnedCents: number;
  /** Its share of its payments' disputes that are open or lost. */
  disputedCents: number;
  dispute: Standing;
  /** Whether the bank of one of its payments warns of fraud. */
  warned: boolean;
}

const page = 100;
const most = 1_000;

/** The money of an invoice with all its payments and credit notes, read now; null when Stripe does not know it. @throws StripeUnavailable */
export async function findInvoiceMoney(id: string): Promise<InvoiceMoney | null> {
  const stripe = stripeClient();
  const invoice = await findOrNull(answerOf(stripe.invoices.retrieve(id)));
  if (invoice === null) return null;
  const notes = await answerOf(
    stripe.creditNotes.list({ invoice: id, limit: page }).autoPagingToArray({ limit: most }),
  );
  const issued = notes.filter(({ status }) => status !== "void");
  const shares = await sharesOf(id);
  const sum = (of: (share: Share) => number) => shares.reduce((total, share) => total + of(share), 0);
  const noted = issued.reduce((total, note) => total + onBalanceOrOutside(note), 0);
  return {
    id,
    customer: idOf(invoice.customer),
    subscription: idOf(invoice.parent?.subscription_details?.subscription ?? null),
    currency: invoice.currency,
    paid: invoice.status === "paid",
    paidCents: Math.max(0, invoice.total - issued.reduce((total, note) => total + note.pre_payment_amount, 0)),
    returnedCents: noted + sum(({ share, payment }) => share(payment.returnedCents)),
    disputedCents: sum(({ share, payment }) => share(payment.disputedCents)),
    dispute: gravest(shares.map(({ payment }) => payment.dispute)),
    warned: shares.some(({ payment }) => payment.warned),
  };
}

/** The payments of an invoice, as ids of payment intents. @throws StripeUnavailable */
export async function listPaymentsOfInvoice(invoice: string): Promise<string[]> {
  return (await paid({ invoice })).flatMap((one) => intentOf(one) ?? []);
}

/** The invoices that a payment settled, in whole or in part. @throws StripeUnavailable */
export async function listInvoicesPaidBy(payment: string): Promise<string[]> {
  const found = await paid({ payment: { type: "payment_intent", payment_intent: payment } });
  return [...new Set(found.flatMap(({ invoice }) => idOf(invoice) ?? []))];
}

/** The invoice that a credit note is about; null when Stripe does not know the note. @throws StripeUnavailable */
export async function findInvoiceOfNote(id: string): Promise<string | null> {
  const note = await findOrNull(answerOf(stripeClient().creditNotes.retrieve(id)));
  return note === null ? null : idOf(note.invoice);
}

/** The invoices of which a credit note was issued since an instant, page by page. @throws StripeUnavailable */
export async function* listNotedInvoices(since: Date): AsyncGenerator<string> {
  const asked = { created: { gte: Math.floor(since.getTime() / 1000) }, limit: page };
  for await (const note of pagedThrough(stripeClient().creditNotes.list(asked))) {
    const invoice = idOf(note.invoice);
    if (invoice !== null) yield invoice;
  }
}

/** A payment, and the share of an amount of it that falls to an invoice. */
interface Share {
  payment: StripePayment;
  share: (cents: number) => number;
}

/** A payment of several invoices is shared by what it paid of each. The shares of all of them add up to the whole. */
async function sharesOf(invoice: string): Promise<Share[]> {
  const shares: Share[] = [];
  for (const intent of new Set(await listPaymentsOfInvoice(invoice))) {
    const payment = await findPayment(intent);
    if (payment === null) continue;
    const all = await paid({ payment: { type: "payment_intent", payment_intent: intent } });
    const parts = all.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    shares.push({ payment, share: (cents) => shareOf(invoice, parts, cents) });
  }
  return shares;
}

function shareOf(invoice: string, parts: readonly Stripe.InvoicePayment[], cents: number): number {
  const total = parts.reduce((sum, part) => sum + BigInt(part.amount_paid ?? 0), 0n);
  if (total === 0n) return 0;
  let [before, share] = [0n, 0n];
  for (const part of parts) {
    const after = before + BigInt(part.amount_paid ?? 0);
    if (idOf(part.invoice) === invoice) share += (BigInt(cents) * after) / total - (BigInt(cents) * before) / total;
    before = after;
  }
  return Number(share);
}

async function paid(of: Stripe.InvoicePaymentListParams): Promise<Stripe.InvoicePayment[]> {
  const list = stripeClient().invoicePayments.list({ ...of, status: "paid", limit: page });
  return await answerOf(list.autoPagingToArray({ limit: most }));
}

/** Refunds of a note are among the refunds of its payment. */
function onBalanceOrOutside({ post_payment_amount, refunds }: Stripe.CreditNote): number {
  return Math.max(0, post_payment_amount - refunds.reduce((sum, { amount_refunded }) => sum + amount_refunded, 0));
}

function intentOf({ payment }: Stripe.InvoicePayment): string | null {
  return idOf(payment.payment_intent ?? null);
}

function idOf(linked: string | { id?: string | undefined } | null): string | null {
  return typeof linked === "string" ? linked : (linked?.id ?? null);
}
