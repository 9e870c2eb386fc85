import "server-only";
import { z } from "zod";
import type { Db, Tx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import { type OrderRow, readOrderRow } from "#db/queries/orders/orders.ts";
import { setBuyingFreeze, storePayment } from "#db/queries/orders/payments.ts";
import { payOrder } from "#lib/billing/orders/pay-order.ts";
import type { StripePayment } from "#lib/billing/stripe/payments.ts";
import { followReturn } from "#lib/campaigns/follow-return.ts";
import { targetOf } from "#lib/credits/revocation.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { type GrantOfSource, readGrantsOf } from "#lib/ledger/read/grants.ts";
import { type BroughtPayment, bringInvoiceUpToDate, stripeReads } from "./bring-invoice-up-to-date.ts";
import { commitTargets } from "./commit-targets.ts";
import { emailAboutPayment } from "./email-about-payment.ts";

/**
 * Reads a payment with its refunds, disputes and warnings at Stripe and brings the credits that it paid for to their target:
 * those of an order, or of the invoices that it settled. Any number of calls, in any order and in several processes, end in
 * the same state: the row of the payment is locked while the ledger moves, and what was read before it is dropped.
 * @throws StripeUnavailable, and when the database does not answer.
 */
export async function bringPaymentUpToDate(db: Db, id: string, reads = stripeReads): Promise<BroughtPayment> {
  const readAt = await readClock(db);
  const payment = await reads.findPayment(id);
  if (payment === null) return { status: "not-ours", reason: `Stripe has no payment ${id}`, customer: null };
  const order = await paidOrderOf(db, payment);
  const [grant] = order === null ? [] : await readGrantsOf(db, { source: "order", sourceId: order.id });
  if (order !== null && grant !== undefined) {
    await inTransaction(db, (tx) => storeAndRevoke(tx, { payment, order, grant, readAt }));
    await followReturn(db, { friend: order.userId, purchase: order.id });
    void emailAboutPayment(db, id);
    return { status: "up-to-date", payments: [id] };
  }
  return await bringInvoicesUpToDate(db, payment, reads);
}

/** The order of a payment, granted: money can be returned before the event of the payment itself arrives. */
async function paidOrderOf(db: Db, { order: named, paidCents, currency }: StripePayment): Promise<OrderRow | null> {
  const id = z.uuid().safeParse(named).data;
  const order = id === undefined ? null : await readOrderRow(db, id);
  if (order === null || order.status === "paid") return order;
  if (paidCents !== order.amountCents || currency !== order.currency) return null;
  await payOrder(db, order, "stripe");
  return order;
}

async function storeAndRevoke(
  tx: Tx,
  asked: { payment: StripePayment; order: OrderRow; grant: GrantOfSource; readAt: Date },
): Promise<void> {
  const { payment, order, grant, readAt } = asked;
  const { id, currency, paidCents, returnedCents, disputedCents, dispute, warned } = payment;
  const facts = { currency, paidCents, returnedCents, disputedCents, dispute, warnedAt: warned ? readAt : null };
  const stored = await storePayment(tx, { id, orderId: order.id, invoiceId: null, ...facts, readAt });
  if (stored === null) return;
  const { account, batch } = grant;
  await lockAccounts(tx, [account]);
  await setBuyingFreeze(tx, account);
  const money = { paid: BigInt(paidCents), returned: BigInt(returnedCents) + BigInt(disputedCents) };
  const { number, label, granted } = batch;
  await commitTargets(tx, stored, [
    { account, number, label, reference: order.id, owes: true, target: targetOf(granted, money) },
  ]);
}

async function bringInvoicesUpToDate(
  db: Db,
  { id, customer }: StripePayment,
  reads: typeof stripeReads,
): Promise<BroughtPayment> {
  const payments: string[] = [];
  let refused: BroughtPayment | null = null;
  for (const invoice of await reads.listInvoicesPaidBy(id)) {
    const brought = await bringInvoiceUpToDate(db, invoice, reads);
    if (brought.status === "up-to-date") payments.push(...brought.payments);
    else refused = brought;
  }
  if (refused !== null) return refused;
  if (payments.length > 0) return { status: "up-to-date", payments };
  return { status: "not-ours", reason: `payment ${id} paid for no credits`, customer };
}
