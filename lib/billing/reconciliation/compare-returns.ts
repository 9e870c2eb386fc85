import "server-only";
import type { Db } from "#db/client.ts";
import { type PaymentRow, readPayment } from "#db/queries/orders/payments.ts";
import { readAccountOfCustomer } from "#db/queries/plans/subscriptions.ts";
import { type BroughtPayment, bringInvoiceUpToDate } from "#lib/billing/payments/bring-invoice-up-to-date.ts";
import { bringPaymentUpToDate } from "#lib/billing/payments/bring-payment-up-to-date.ts";
import { findInvoiceMoney, listInvoicesPaidBy, listNotedInvoices } from "#lib/billing/stripe/invoice-money.ts";
import { findPayment, listReturnedPayments, type StripePayment } from "#lib/billing/stripe/payments.ts";
import type { Difference } from "./difference.ts";

/**
 * Compares the payments of which a refund, dispute, warning or credit note was made since an instant with our rows of them.
 * A payment that had several is compared once, unless thousands of others were in between.
 */
export async function* compareReturns(db: Db, since: Date): AsyncGenerator<Difference> {
  const recent = new Set<string>();
  for await (const id of listReturnedPayments(since)) {
    if (recent.has(id)) continue;
    if (recent.size >= mostRecent) recent.clear();
    recent.add(id);
    const payment = await findPayment(id);
    if (payment !== null) yield* comparePayment(db, payment);
  }
  for await (const id of listNotedInvoices(since)) yield* compareInvoice(db, id);
}

const mostRecent = 10_000;

async function* comparePayment(db: Db, payment: StripePayment): AsyncGenerator<Difference> {
  const { id, order, customer } = payment;
  const row = await readPayment(db, id);
  const invoices = row === null ? await listInvoicesPaidBy(id) : [];
  if (invoices.length > 0) for (const invoice of invoices) yield* compareInvoice(db, invoice);
  else if (row !== null || order !== null) {
    yield* compare(payment, row, () => bringPaymentUpToDate(db, id));
  } else if (customer !== null && (await readAccountOfCustomer(db, customer)) !== null) {
    const says = "returned money of a customer of ours, who paid for nothing that we sold";
    yield { kind: "unknown", object: id, says, repair: null };
  }
}

async function* compareInvoice(db: Db, id: string): AsyncGenerator<Difference> {
  const money = await findInvoiceMoney(id);
  if (money === null || !money.paid || money.subscription === null) return;
  const isOurs = money.customer !== null && (await readAccountOfCustomer(db, money.customer)) !== null;
  if (isOurs) yield* compare(money, await readPayment(db, id), () => bringInvoiceUpToDate(db, id));
}

type Money = Pick<StripePayment, "id" | "paidCents" | "returnedCents" | "disputedCents" | "dispute" | "warned">;

async function* compare(
  money: Money,
  row: PaymentRow | null,
  bring: () => Promise<BroughtPayment>,
): AsyncGenerator<Difference> {
  const [theirs, ours] = [say(money), row === null ? null : say({ ...row, warned: row.warnedAt !== null })];
  if (theirs === ours) return;
  const repair = async () => {
    const brought = await bring();
    return brought.status === "not-ours" ? brought.reason : null;
  };
  const kind = row === null ? "missing" : row.dispute === money.dispute ? "wrong-amount" : "wrong-state";
  yield { kind, object: money.id, says: `${theirs}, but we say ${ours ?? "that nothing was returned"}`, repair };
}

function say({ paidCents, returnedCents, disputedCents, dispute, warned }: Omit<Money, "id">): string {
  const disputed = dispute === "none" ? "" : `, dispute ${dispute} of ${disputedCents}`;
  return `${returnedCents} of ${paidCents} returned${disputed}${warned ? ", a bank's warning" : ""}`;
}
