import "server-only";
import type { Db } from "#db/client.ts";
import { findInvoiceToPay } from "#lib/billing/stripe/invoices.ts";
import { bringPlanUpToDate } from "./bring-plan-up-to-date.ts";
import { type Plan, readPlan } from "./read-plan.ts";

/** Whether a payment of a plan is past due: it keeps what is there, and brings nothing until it is paid. */
export function isPastDue({ subscription: { status } }: Plan): boolean {
  return status === "past_due" || status === "unpaid";
}

/**
 * Where an account pays its open invoice at Stripe; null when nothing is due. A payment that was made meanwhile is brought up
 * to date. @throws StripeUnavailable
 */
export async function findPaymentPage(db: Db, account: string): Promise<string | null> {
  const plan = await readPlan(db, account);
  if (plan === null || !isPastDue(plan)) return null;
  const { id } = plan.subscription;
  const page = await findInvoiceToPay(id);
  if (page === null) await bringPlanUpToDate(db, id);
  return page;
}
