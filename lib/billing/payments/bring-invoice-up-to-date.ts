import "server-only";
import type { Db, Tx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import { setBuyingFreeze, storePayment } from "#db/queries/orders/payments.ts";
import { readPayerOfInvoice } from "#db/queries/plans/plan-invoices.ts";
import {
  type PlanMonthRow,
  readMonthsOfInvoice,
  setMonthReturned,
  setNextMonthDue,
} from "#db/queries/plans/plan-months.ts";
import { bringPlanUpToDate, type PlanReads } from "#lib/billing/plans/bring-plan-up-to-date.ts";
import { findInvoiceMoney, type InvoiceMoney, listInvoicesPaidBy } from "#lib/billing/stripe/invoice-money.ts";
import { findPayment, type StripePayment } from "#lib/billing/stripe/payments.ts";
import { followReturn } from "#lib/campaigns/follow-return.ts";
import { targetsOfMonths } from "#lib/credits/plans/targets-of-months.ts";
import { batchesOfMonths, planSourceId } from "#lib/ledger/commit/batches-of-months.ts";
import { commitDue } from "#lib/ledger/commit/commit-due.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { announceAccount } from "#lib/live/announce.ts";
import { commitTargets, isFrozen } from "./commit-targets.ts";
import { emailAboutPayment } from "./email-about-payment.ts";

/** What a payment is to us: rows that are up to date now, with its credits at their target, or not of ours, and why. */
export type BroughtPayment =
  | { status: "up-to-date"; payments: string[] }
  | { status: "not-ours"; reason: string; customer: string | null };

/** How payments are read, always afresh. Tests without Stripe give their own. */
export interface PaymentReads {
  findPayment: (id: string) => Promise<StripePayment | null>;
  listInvoicesPaidBy: (payment: string) => Promise<string[]>;
  findInvoiceMoney: (id: string) => Promise<InvoiceMoney | null>;
  /** How plans are read; Stripe's where it is left out. */
  plans?: PlanReads;
}

export const stripeReads: PaymentReads = { findPayment, listInvoicesPaidBy, findInvoiceMoney };

/**
 * Reads a plan's invoice with all its payments and credit notes at Stripe and brings the months that it paid for to their
 * target: months that are still to come are not granted, and of batches that were, credits are taken back. As
 * `bringPaymentUpToDate`, it may be called any number of times, in any order and at once.
 * @throws StripeUnavailable, and when the database does not answer.
 */
export async function bringInvoiceUpToDate(db: Db, id: string, reads = stripeReads): Promise<BroughtPayment> {
  const readAt = await readClock(db);
  const money = await reads.findInvoiceMoney(id);
  if (money === null) return { status: "not-ours", reason: `Stripe has no invoice ${id}`, customer: null };
  const { customer, subscription } = money;
  const notOurs = (reason: string): BroughtPayment => ({ status: "not-ours", reason, customer });
  if (subscription === null) return notOurs(`invoice ${id} bills no subscription`);
  if (!money.paid) return { status: "up-to-date", payments: [] };
  let payer = await readPayerOfInvoice(db, id);
  if (payer === null) {
    // Money can be returned before the event of the invoice itself arrives.
    const brought = await bringPlanUpToDate(db, subscription, reads.plans);
    if (brought.status === "not-ours") return notOurs(brought.reason);
    payer = await readPayerOfInvoice(db, id);
    const unsettled = brought.unsettled.find(({ invoice }) => invoice === id);
    if (payer === null) return notOurs(unsettled?.reason ?? `invoice ${id} granted nothing`);
  }
  const payerId = payer;
  const accounts = await inTransaction(db, (tx) => storeAndRevoke(tx, { money, payer: payerId, readAt }));
  // Months whose money came again are due at once.
  if (accounts.length > 0) await commitDue(db, accounts, { wait: true });
  for (const account of accounts) await announceAccount(db, account);
  await followReturn(db, { friend: payer, purchase: id });
  void emailAboutPayment(db, id);
  return { status: "up-to-date", payments: [id] };
}

/** Returns the accounts whose months it changed. */
async function storeAndRevoke(
  tx: Tx,
  { money, payer, readAt }: { money: InvoiceMoney; payer: string; readAt: Date },
): Promise<string[]> {
  const { id, currency, paidCents, returnedCents, disputedCents, dispute, warned } = money;
  const facts = { currency, paidCents, returnedCents, disputedCents, dispute, warnedAt: warned ? readAt : null };
  const stored = await storePayment(tx, { id, orderId: null, invoiceId: id, ...facts, readAt });
  if (stored === null) return [];
  const holders = (await readMonthsOfInvoice(tx, id)).map(({ accountId }) => accountId);
  const accounts = [...new Set([payer, ...holders])].sort();
  await lockAccounts(tx, accounts);
  await setBuyingFreeze(tx, payer);

  // Read again: until the accounts were locked, months could be granted.
  const months = await readMonthsOfInvoice(tx, id);
  const targets = targetsOfMonths(months, {
    paid: BigInt(paidCents),
    returned: BigInt(returnedCents) + BigInt(disputedCents),
  });
  const targetOf = new Map(months.map((month, index) => [planSourceId(month), targets[index] ?? 0]));
  for (const month of months) {
    const target = targetOf.get(planSourceId(month)) ?? 0;
    const returned = isFrozen(stored) && isToCome(month) ? month.credits : target;
    if (returned !== month.returned) await setMonthReturned(tx, month, returned);
  }
  await setNextMonthDue(tx, accounts);
  const granted = await batchesOfMonths(tx, months.filter(isGranted));
  const batches = granted.map(({ month, account, batch }) => {
    const reference = planSourceId(month);
    const target = targetOf.get(reference) ?? 0;
    return { account, number: batch, label: month.label, reference, owes: account === payer, target };
  });
  await commitTargets(tx, stored, batches);
  return accounts;
}

function isToCome({ credits, doneAt }: PlanMonthRow): boolean {
  return credits > 0 && doneAt === null;
}

function isGranted({ credits, doneAt, refusal }: PlanMonthRow): boolean {
  return credits > 0 && doneAt !== null && refusal === null;
}
