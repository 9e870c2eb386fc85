import "server-only";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { readOrderRow } from "#db/queries/orders/orders.ts";
import { recordEvent, setEventDone, setEventError } from "#db/queries/orders/stripe-events.ts";
import { readPlanOrderRow } from "#db/queries/plans/plan-orders.ts";
import { readAccountOfCustomer } from "#db/queries/plans/subscriptions.ts";
import { applyCheckout } from "#lib/billing/orders/reconcile-order.ts";
import { reactToPlan } from "#lib/billing/plans/react-to-plan.ts";
import { applyPlanCheckout } from "#lib/billing/plans/reconcile-plan-order.ts";
import { findCheckout } from "#lib/billing/stripe/checkout-sessions.ts";
import { isAboutCreditNote, isAboutPage, returnIn, type StripeEvent } from "#lib/billing/stripe/events.ts";
import { findInvoiceOfNote } from "#lib/billing/stripe/invoice-money.ts";
import { findPaymentOf, type ReturnKind } from "#lib/billing/stripe/payments.ts";
import { errorLine } from "#lib/observability/describe-error.ts";
import { type BroughtPayment, bringInvoiceUpToDate } from "./bring-invoice-up-to-date.ts";
import { bringPaymentUpToDate } from "./bring-payment-up-to-date.ts";
import { setUnsettled } from "./settle-payment.ts";

/**
 * Handles an event of Stripe. Handling one twice is harmless, so the inbox row is a shortcut and a record, not the safeguard.
 * An event that another delivery cannot settle waits there for an operator, and is logged once.
 * @throws when the event could not be handled: it must be handled again.
 */
export async function handleEvent(db: Db, event: StripeEvent): Promise<void> {
  const { doneAt, settledAt } = await recordEvent(db, event);
  if (doneAt !== null || settledAt !== null) return;
  const reaction = await react(db, event).catch(async (error: unknown) => {
    await setEventError(db, event.id, errorLine(error));
    throw error;
  });
  if (reaction.status === "done") await setEventDone(db, event.id);
  else await setUnsettled(db, event.id, reaction);
}

type Reaction = { status: "done" } | { status: "unsettled"; reason: string; orderId: string | null };

const orderId = z.uuid();
/** Events that say that nothing was paid: if their page is unknown, there is nothing to settle. */
const withoutMoney = new Set(["checkout.session.expired", "checkout.session.async_payment_failed"]);

/** Every event about an object means the same: read the object again. */
async function react(db: Db, { type, objectId }: StripeEvent): Promise<Reaction> {
  if (objectId === null) return { status: "done" };
  if (isAboutPage(type)) return await reactToPage(db, type, objectId);
  const returned = returnIn(type);
  if (returned !== null) return await reactToReturn(db, { type: returned, id: objectId });
  if (isAboutCreditNote(type)) return await reactToNote(db, objectId);
  const reason = await reactToPlan(db, type, objectId);
  return reason === null ? { status: "done" } : { status: "unsettled", reason, orderId: null };
}

/** Returned money of a customer of ours that no order names is for an operator, and that of others is ignored. */
async function reactToReturn(db: Db, object: { type: ReturnKind; id: string }): Promise<Reaction> {
  const payment = await findPaymentOf(object);
  return payment === null ? { status: "done" } : await settled(db, await bringPaymentUpToDate(db, payment));
}

/** Credit notes of invoices that were not paid yet, or are not a plan's, change no credits. */
async function reactToNote(db: Db, id: string): Promise<Reaction> {
  const invoice = await findInvoiceOfNote(id);
  return invoice === null ? { status: "done" } : await settled(db, await bringInvoiceUpToDate(db, invoice));
}

async function settled(db: Db, brought: BroughtPayment): Promise<Reaction> {
  if (brought.status === "up-to-date") return { status: "done" };
  const isOurs = brought.customer !== null && (await readAccountOfCustomer(db, brought.customer)) !== null;
  return isOurs ? { status: "unsettled", reason: brought.reason, orderId: null } : { status: "done" };
}

/** Pages without an order of ours are ignored. */
async function reactToPage(db: Db, type: string, page: string): Promise<Reaction> {
  const checkout = await findCheckout(page);
  if (checkout === null) {
    if (withoutMoney.has(type)) return { status: "done" };
    return { status: "unsettled", reason: `Stripe has no payment page ${page}`, orderId: null };
  }
  const id = orderId.safeParse(checkout.order);
  const order = id.success ? await readOrderRow(db, id.data) : null;
  const planOrder = id.success && order === null ? await readPlanOrderRow(db, id.data) : null;
  if (planOrder !== null) await applyPlanCheckout(db, planOrder, checkout);
  if (order === null || (order.status === "paid" && order.checkoutSession === checkout.id)) return { status: "done" };
  const reconciled = await applyCheckout(db, order, checkout);
  return reconciled.status === "applied"
    ? { status: "done" }
    : { status: "unsettled", reason: reconciled.reason, orderId: order.id };
}
