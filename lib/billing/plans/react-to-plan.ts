import "server-only";
import type { Db } from "#db/client.ts";
import { isAboutInvoice, isAboutSubscription } from "#lib/billing/stripe/events.ts";
import { findInvoice } from "#lib/billing/stripe/invoices.ts";
import { bringPlanUpToDate } from "./bring-plan-up-to-date.ts";

/**
 * Reacts to an event about a subscription or an invoice: reads both again and brings the plan up to date. Returns why a paid
 * invoice granted nothing, for an operator; null otherwise, and for every event about something else.
 * @throws StripeUnavailable, and when the database does not answer: the event must be delivered again.
 */
export async function reactToPlan(db: Db, type: string, objectId: string): Promise<string | null> {
  // A subscription that is not ours sends events, too; only its paid invoices concern an operator.
  if (isAboutSubscription(type)) await bringPlanUpToDate(db, objectId);
  return isAboutInvoice(type) ? await reactToInvoice(db, type, objectId) : null;
}

async function reactToInvoice(db: Db, type: string, id: string): Promise<string | null> {
  const invoice = await findInvoice(id);
  const isPaid = type === "invoice.paid";
  if (invoice === null) return isPaid ? `Stripe has no invoice ${id}` : null;
  // Invoices of packs and of other sales are settled where they were sold.
  if (invoice.subscription === null) return null;
  const brought = await bringPlanUpToDate(db, invoice.subscription);
  if (!isPaid) return null;
  if (brought.status === "not-ours") return `invoice ${id} granted nothing: ${brought.reason}`;
  return brought.unsettled.find((one) => one.invoice === id)?.reason ?? null;
}
