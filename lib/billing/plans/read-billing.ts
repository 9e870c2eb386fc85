import "server-only";
import type { Db } from "#db/client.ts";
import { type MonthsToCome, readMonthsToCome } from "#db/queries/plans/plan-months.ts";
import { readCustomer } from "#db/queries/plans/subscriptions.ts";
import { StripeUnavailable } from "#lib/billing/stripe/client.ts";
import { type ListedInvoice, listInvoicesOfCustomer } from "#lib/billing/stripe/invoices.ts";
import { previewRenewal } from "#lib/billing/stripe/preview-invoice.ts";
import { findSubscription, type PaymentMethod, type StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { settings } from "#lib/config/settings.ts";
import { log } from "#lib/observability/log.ts";
import { bringPlanUpToDate } from "./bring-plan-up-to-date.ts";
import { type Plan, readPlan } from "./read-plan.ts";
import { type CreditsUntil, readPlanCredits } from "./read-plan-credits.ts";

/** What only Stripe knows about a person's plan. Money is in minor units. */
export interface AtStripe {
  method: PaymentMethod | null;
  /** Null when nothing more is charged, and while a payment is due. */
  nextCharge: { at: Date; cents: number; currency: string } | null;
  /** A change that waits for its payment. */
  pending: { payUrl: string | null; until: Date } | null;
  /** Where an invoice that is due is paid; null when none is. */
  payUrl: string | null;
  /** Newest first. */
  invoices: ListedInvoice[];
}

/** A person's plan, and what Stripe says; `atStripe` is null when it does not answer, `plan` when there never was one. */
export interface Billing {
  plan: Plan | null;
  atStripe: AtStripe | null;
  /** Paid months of credits that still come. */
  toCome: MonthsToCome | null;
  /** What is left of plan credits, the soonest end first. */
  kept: CreditsUntil[];
}

const mostInvoices = 24;

/**
 * Reads what a person pays for, from Stripe and up to date: someone who returns from there finds what they did. When Stripe
 * does not answer, the plan is shown as it was last read.
 */
export async function readBilling(db: Db, userId: string): Promise<Billing> {
  const atStripe = await readAtStripe(db, userId).catch((error: unknown) => {
    if (!(error instanceof StripeUnavailable)) throw error;
    log.warn({ err: error }, "The billing page was shown without Stripe");
    return null;
  });
  const [plan, kept] = [await readPlan(db, userId), await readPlanCredits(db, userId)];
  return { plan, atStripe, kept, toCome: await readMonthsToCome(db, userId) };
}

async function readAtStripe(db: Db, userId: string): Promise<AtStripe> {
  const customer = await readCustomer(db, { userId, livemode: settings().stripe.live });
  if (customer === null) return { method: null, nextCharge: null, pending: null, payUrl: null, invoices: [] };
  const before = await readPlan(db, userId);
  const id = before === null || before.subscription.endedAt !== null ? null : before.subscription.id;
  if (id !== null) await bringPlanUpToDate(db, id);
  const [subscription, invoices] = await Promise.all([
    id === null ? null : findSubscription(id),
    listInvoicesOfCustomer(customer, mostInvoices),
  ]);
  if (subscription === null) return { method: null, nextCharge: null, pending: null, payUrl: null, invoices };
  const { method, pending, openInvoice } = subscription;
  const payUrl = openInvoice?.payUrl ?? null;
  return {
    method,
    invoices,
    nextCharge: await readNextCharge(subscription),
    pending: pending === null ? null : { payUrl, until: pending.until },
    payUrl: pending === null ? payUrl : null,
  };
}

async function readNextCharge({ id, status, periodEnd }: StripeSubscription): Promise<AtStripe["nextCharge"]> {
  if (status !== "active" && status !== "trialing") return null;
  const invoice = await previewRenewal(id);
  return invoice && { at: periodEnd, cents: invoice.dueCents, currency: invoice.currency };
}
