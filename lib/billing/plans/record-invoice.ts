import "server-only";
import type { Db, Tx } from "#db/client.ts";
import { readSoldPrices } from "#db/queries/catalogue/plans.ts";
import { insertPlanInvoice, insertPlanMonths, readAnchors, takePlanTrial } from "#db/queries/plans/plan-invoices.ts";
import type { InvoiceLine, StripeInvoice } from "#lib/billing/stripe/invoices.ts";
import type { StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { type InvoiceMonths, monthsOfInvoice } from "./months-of-invoice.ts";

/** A paid invoice with all its lines, its subscription, and the account that pays it. */
export interface PaidInvoice {
  invoice: StripeInvoice;
  lines: readonly InvoiceLine[];
  subscription: StripeSubscription;
  account: string;
}

/**
 * Records what a paid invoice grants and takes, once: all its months or nothing. The ledger grants them when they are due.
 * Returns why it was not recorded, for an operator; null when it is.
 */
export async function recordInvoice(db: Db, paid: PaidInvoice, now: Date): Promise<string | null> {
  return await inTransaction(db, (tx) => recordInvoiceIn(tx, paid, now));
}

/** `recordInvoice` within a transaction. */
export async function recordInvoiceIn(tx: Tx, paid: PaidInvoice, now: Date): Promise<string | null> {
  const { invoice, lines, subscription } = paid;
  const { livemode } = invoice;
  const ids = [...new Set(lines.flatMap(({ price }) => (price === null ? [] : [price])))];
  const prices = ids.length === 0 ? [] : await readSoldPrices(tx, { livemode, ids });
  const earlier = await readAnchors(tx, subscription.id);
  const found = monthsOfInvoice({ invoice, lines, prices }, { anchors: [subscription.anchor, ...earlier], now });
  if (found.status === "unsettled") return found.reason;
  await insert(tx, paid, found);
  return null;
}

async function insert(
  tx: Tx,
  { invoice, subscription, account }: PaidInvoice,
  { months, trial, paidFor, anchor }: Extract<InvoiceMonths, { status: "known" }>,
): Promise<void> {
  const { id, createdAt } = invoice;
  const { id: subscriptionId, card } = subscription;
  if (!(await insertPlanInvoice(tx, { id, subscriptionId, anchor, createdAt, ...paidFor }))) return;
  // A trial without a card, or one more of the same person or card, keeps its days and grants no credits.
  const isGranted =
    trial !== null && card !== null && (await takePlanTrial(tx, { accountId: account, card, invoiceId: id }));
  const all = isGranted ? [...months, trial] : months;
  await insertPlanMonths(
    tx,
    all.map(({ seat, month, credits, label, dueAt }) => ({
      invoiceId: id,
      seat,
      monthStart: month.start,
      monthEnd: month.end,
      // Every seat of a plan for one person is the payer's own.
      accountId: account,
      credits,
      label,
      repays: credits > 0 && invoice.totalCents > 0,
      dueAt,
    })),
  );
}
