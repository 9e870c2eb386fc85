import "server-only";
import type Stripe from "stripe";
import { z } from "zod";
import { answerOf, findOrNull, pagedThrough, stripeClient } from "./client.ts";

/** An invoice as Stripe has it now, in our own shape. */
export interface StripeInvoice {
  id: string;
  customer: string | null;
  /** The subscription that it bills; null for an invoice of something else. */
  subscription: string | null;
  livemode: boolean;
  currency: string;
  /** By card, balance, coupon or hand. */
  paid: boolean;
  /** After discounts, in minor units; below 0 when it gives more back than it bills. */
  totalCents: number;
  createdAt: Date;
  /** Null until it is paid. */
  paidAt: Date | null;
  /** Whether it bills the next period of a plan, rather than a new plan or a change. */
  renews: boolean;
}

/** A line of an invoice. Money is in minor units. */
export interface InvoiceLine {
  /** The id of its price at Stripe; null for a one-off amount. */
  price: string | null;
  quantity: number;
  start: Date;
  end: Date;
  /** Before discounts. */
  amountCents: number;
  proration: boolean;
  /** Whether it returns time that was paid for. */
  givesBack: boolean;
  /** Whether it bills a subscription, as a period or as a proration; false for a one-off item. */
  ofSubscription: boolean;
}

/** An invoice, read now; null when Stripe does not know it. @throws StripeUnavailable */
export async function findInvoice(id: string): Promise<StripeInvoice | null> {
  const found = await findOrNull(answerOf(stripeClient().invoices.retrieve(id)));
  return found === null ? null : invoiceOf(found, id);
}

const most = 10_000;

/** The paid invoices of a subscription, oldest first. @throws StripeUnavailable */
export async function listPaidInvoices(subscription: string): Promise<StripeInvoice[]> {
  const asked = { subscription, status: "paid", limit: 100 } as const;
  const found = await answerOf(stripeClient().invoices.list(asked).autoPagingToArray({ limit: most }));
  const invoices = found.flatMap((invoice) => (invoice.id === undefined ? [] : [invoiceOf(invoice, invoice.id)]));
  return invoices.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
}

/** The paid invoices that were made since an instant, newest first, page by page. @throws StripeUnavailable */
export async function* listPaidInvoicesSince(since: Date): AsyncGenerator<StripeInvoice> {
  const created = { gte: Math.floor(since.getTime() / 1000) };
  for await (const invoice of pagedThrough(stripeClient().invoices.list({ created, status: "paid", limit: 100 })))
    if (invoice.id !== undefined) yield invoiceOf(invoice, invoice.id);
}

/** Where the oldest open invoice of a subscription is paid at Stripe; null when none is open. @throws StripeUnavailable */
export async function findInvoiceToPay(subscription: string): Promise<string | null> {
  const open = await answerOf(stripeClient().invoices.list({ subscription, status: "open", limit: 100 }));
  return open.data.at(-1)?.hosted_invoice_url ?? null;
}

/** An invoice as its payer sees it. Money is in minor units. */
export interface ListedInvoice {
  id: string;
  number: string | null;
  at: Date;
  totalCents: number;
  currency: string;
  status: "open" | "paid" | "uncollectible" | "void";
  /** Where it can be read, and paid while it is open. */
  url: string | null;
}

/** The newest invoices of a customer that are no drafts, newest first. @throws StripeUnavailable */
export async function listInvoicesOfCustomer(customer: string, limit: number): Promise<ListedInvoice[]> {
  const { data } = await answerOf(stripeClient().invoices.list({ customer, limit }));
  return data.flatMap(({ id, number, created, total, currency, status, hosted_invoice_url }) => {
    const seen = ListedStatus.safeParse(status);
    if (id === undefined || !seen.success) return [];
    const about = { id, number, at: new Date(created * 1000), totalCents: total, currency };
    return [{ ...about, status: seen.data, url: hosted_invoice_url ?? null }];
  });
}

const ListedStatus = z.enum(["open", "paid", "uncollectible", "void"]);

/** All lines of an invoice: the invoice itself carries only its first page. @throws StripeUnavailable */
export async function listInvoiceLines(invoice: string): Promise<InvoiceLine[]> {
  const list = stripeClient().invoices.listLineItems(invoice, { limit: 100 });
  return (await answerOf(list.autoPagingToArray({ limit: most }))).map(lineOf);
}

function invoiceOf(invoice: Stripe.Invoice, id: string): StripeInvoice {
  const subscription = invoice.parent?.subscription_details?.subscription ?? null;
  const { paid_at } = invoice.status_transitions;
  return {
    id,
    customer: idOf(invoice.customer),
    subscription: idOf(subscription),
    livemode: invoice.livemode,
    currency: invoice.currency,
    paid: invoice.status === "paid",
    totalCents: invoice.total,
    createdAt: new Date(invoice.created * 1000),
    paidAt: paid_at === null ? null : new Date(paid_at * 1000),
    renews: invoice.billing_reason === "subscription_cycle",
  };
}

/** A line in our own shape. A proration stands under either parent: the subscription's item, or an invoice item made from it. */
export function lineOf(line: Stripe.InvoiceLineItem): InvoiceLine {
  const ofItem = line.parent?.subscription_item_details ?? null;
  const details = ofItem ?? line.parent?.invoice_item_details ?? null;
  const proration = details?.proration ?? false;
  const credited = details?.proration_details?.credited_items ?? null;
  return {
    price: idOf(line.pricing?.price_details?.price ?? null),
    quantity: line.quantity ?? 1,
    start: new Date(line.period.start * 1000),
    end: new Date(line.period.end * 1000),
    amountCents: line.amount,
    proration,
    givesBack: proration && (line.amount < 0 || credited !== null),
    ofSubscription: ofItem !== null || proration,
  };
}

function idOf(linked: string | { id: string } | null): string | null {
  return typeof linked === "string" ? linked : (linked?.id ?? null);
}
