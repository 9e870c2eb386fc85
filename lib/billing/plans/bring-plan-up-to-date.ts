import "server-only";
import type { Db, DbOrTx } from "#db/client.ts";
import { readSoldPrices } from "#db/queries/catalogue/plans.ts";
import { readClock } from "#db/queries/clock.ts";
import { readRecordedInvoices } from "#db/queries/plans/plan-invoices.ts";
import { readAccountOfCustomer, saveSubscription } from "#db/queries/plans/subscriptions.ts";
import {
  type InvoiceLine,
  listInvoiceLines,
  listPaidInvoices,
  type StripeInvoice,
} from "#lib/billing/stripe/invoices.ts";
import { findSubscription, type StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { qualifyBuyer } from "#lib/campaigns/qualify-friend.ts";
import { settings } from "#lib/config/settings.ts";
import { commitDue } from "#lib/ledger/commit/commit-due.ts";
import { announceAccount } from "#lib/live/announce.ts";
import { emailPayer } from "./email-payer.ts";
import { noteSecondPlan } from "./note-second-plan.ts";
import { recordInvoice } from "./record-invoice.ts";

/** How a subscription and its invoices are read, always afresh. Tests without Stripe give their own. */
export interface PlanReads {
  findSubscription: (id: string) => Promise<StripeSubscription | null>;
  /** Oldest first. */
  listPaidInvoices: (subscription: string) => Promise<StripeInvoice[]>;
  listInvoiceLines: (invoice: string) => Promise<InvoiceLine[]>;
}

/** An invoice that granted nothing, and why. */
export interface UnsettledInvoice {
  invoice: string;
  reason: string;
}

/** `not-ours`: another account, another mode, or unknown to Stripe; `reason` says which. */
export type BroughtUp =
  | { status: "up-to-date"; account: string; unsettled: UnsettledInvoice[] }
  | { status: "not-ours"; reason: string };

const stripeReads: PlanReads = { findSubscription, listPaidInvoices, listInvoiceLines };

/**
 * Brings everything that a subscription implies up to date from fresh reads of Stripe: our row of it, and the credits of its
 * paid invoices. The webhook, the return page, the job and the command line all call only this, any number of times and at
 * once: an invoice is recorded once, and each of its months is granted once.
 * @throws StripeUnavailable, and when the database does not answer; calling it again continues.
 */
export async function bringPlanUpToDate(db: Db, id: string, reads: PlanReads = stripeReads): Promise<BroughtUp> {
  const readAt = await readClock(db);
  const subscription = await reads.findSubscription(id);
  if (subscription === null) return notOurs(`Stripe has no subscription ${id}`);
  if (subscription.livemode !== settings().stripe.live) return notOurs(`subscription ${id} is of another mode`);
  const account = await readAccountOfCustomer(db, subscription.customer);
  if (account === null)
    return notOurs(`subscription ${id} is of customer ${subscription.customer}, who has no account`);
  await mirrorSubscription(db, subscription, { account, readAt });

  const recorded = await readRecordedInvoices(db, id);
  const unsettled: UnsettledInvoice[] = [];
  const invoices = await reads.listPaidInvoices(id);
  for (const invoice of invoices) {
    if (recorded.has(invoice.id)) continue;
    const lines = await reads.listInvoiceLines(invoice.id);
    const reason = await recordInvoice(db, { invoice, lines, subscription, account }, await readClock(db));
    if (reason !== null) unsettled.push({ invoice: invoice.id, reason });
  }
  await commitDue(db, [account], { wait: true });
  await qualifyBuyer(db, account);
  await announceAccount(db, account);
  await noteSecondPlan(db, account);
  void emailPayer(db, account, { subscription, renewal: invoices.findLast(({ renews }) => renews) ?? null });
  return { status: "up-to-date", account, unsettled };
}

function notOurs(reason: string): BroughtUp {
  return { status: "not-ours", reason };
}

/** Stores a reading of a subscription of an account as our row of it, unless a later one is there. */
export async function mirrorSubscription(
  db: DbOrTx,
  subscription: StripeSubscription,
  { account, readAt }: { account: string; readAt: Date },
): Promise<void> {
  const { id, customer, livemode, status, price, schedule } = subscription;
  const { periodStart, periodEnd, anchor, trialEnd, cancelAt, endedAt, startedAt } = subscription;
  const next = schedule?.nextPrice ?? null;
  const ids = [price, next].filter((one) => one !== null);
  const sold = ids.length === 0 ? [] : await readSoldPrices(db, { livemode, ids });
  const planPriceOf = (stripePrice: string | null) =>
    sold.find((one) => one.stripePrice === stripePrice)?.price.id ?? null;
  await saveSubscription(db, {
    ...{ id, userId: account, customer, livemode, status, seats: subscription.quantity, readAt },
    ...{ planPrice: planPriceOf(price), nextPrice: planPriceOf(next) },
    ...{ periodStart, periodEnd, anchor, trialEnd, cancelAt, endedAt, startedAt },
  });
}
