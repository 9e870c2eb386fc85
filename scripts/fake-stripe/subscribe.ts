import { showCustomer } from "./catalogue-objects.ts";
import { nowOf } from "./clock.ts";
import { makeDiscount } from "./coupons.ts";
import { newCustomer } from "./customer-endpoints.ts";
import { type FakeStripe, newId } from "./fake.ts";
import { collectInvoice, finalizeInvoice, keepInvoice, markPaid, paymentOf } from "./invoices/collect.ts";
import { showPayment } from "./invoices/show-invoice.ts";
import { makeMethod } from "./payment-methods.ts";
import { showIntent, showSession } from "./payment-objects.ts";
import { invalidRequest } from "./refusal.ts";
import { showPaymentMethod } from "./show-payment-method.ts";
import type { StoredInvoice, StoredSession } from "./state.ts";
import { bill } from "./subscriptions/apply-change.ts";
import { dropUsedDiscounts, keepSubscription, planSubscription } from "./subscriptions/create-subscription.ts";

const daySeconds = 24 * 3600;

/** Completes a session in subscription mode: customer, payment method, subscription and first invoice come about. */
export function subscribe(fakeStripe: FakeStripe, session: StoredSession, type: "card" | "sepa_debit") {
  const customer = customerOf(fakeStripe, session);
  const now = nowOf(fakeStripe, customer.id);
  const method =
    session.cardAlways || session.amount > 0
      ? makeMethod(fakeStripe, {
          customer: customer.id,
          type,
          last4: type === "card" ? "4242" : "3000",
          declines: false,
        })
      : null;
  if (method) fakeStripe.emit("payment_method.attached", showPaymentMethod(method));
  customer.declines = false;
  const coupon = session.coupon;
  const planned = planSubscription(
    fakeStripe,
    {
      customer: customer.id,
      items: session.lines.map(({ price, quantity }) => ({ price, quantity })),
      trialEnd: session.trialDays === null ? null : now + session.trialDays * daySeconds,
      trialEndBehavior: session.trialEndBehavior,
      paymentMethod: method?.id ?? null,
      discounts: coupon ? [makeDiscount(fakeStripe, { coupon, customer: customer.id, session: session.id, now })] : [],
      description: session.subscriptionDescription,
      metadata: session.subscriptionMetadata,
    },
    now,
  );
  const { subscription, invoice } = planned;
  const isFree = session.amount === 0;
  const isDelayed = type === "sepa_debit" && !isFree;
  keepSubscription(fakeStripe, planned);
  if (isDelayed) debit(fakeStripe, invoice, now);
  else bill(fakeStripe, invoice, now);
  dropUsedDiscounts(fakeStripe, subscription, invoice);
  Object.assign(session, {
    status: "complete",
    paymentStatus: isFree ? "no_payment_required" : isDelayed ? "unpaid" : "paid",
    subscription: subscription.id,
    invoice: invoice.id,
    settlesAt: isDelayed && fakeStripe.bankDelayMs !== null ? Date.now() + fakeStripe.bankDelayMs : null,
  });
  fakeStripe.emit("checkout.session.completed", showSession(fakeStripe, session));
}

/** The bank's answer to the debit of a first invoice. */
export function settleSubscription(fakeStripe: FakeStripe, session: StoredSession, outcome: "succeeded" | "failed") {
  const invoice = fakeStripe.state.invoices[session.invoice ?? ""];
  const customer = fakeStripe.state.customers[session.customer ?? ""];
  if (!invoice || !customer || invoice.status !== "open" || session.paymentStatus !== "unpaid") {
    throw invalidRequest("Only a delayed payment that is on its way can be settled.");
  }
  session.settlesAt = null;
  const now = nowOf(fakeStripe, customer.id);
  const { intent, payment } = paymentOf(fakeStripe, invoice, now);
  if (outcome === "failed") {
    customer.declines = true;
    intent.status = "requires_payment_method";
    collectInvoice(fakeStripe, invoice, { now });
    fakeStripe.emit("checkout.session.async_payment_failed", showSession(fakeStripe, session));
    return;
  }
  Object.assign(intent, { status: "succeeded", declined: false, charge: newId("ch") });
  Object.assign(payment, { status: "paid", paidAt: now });
  invoice.attemptCount += 1;
  session.paymentStatus = "paid";
  fakeStripe.emit("payment_intent.succeeded", showIntent(intent));
  fakeStripe.emit("invoice_payment.paid", showPayment(invoice, payment));
  markPaid(fakeStripe, invoice, now);
  fakeStripe.emit("checkout.session.async_payment_succeeded", showSession(fakeStripe, session));
}

function debit(fakeStripe: FakeStripe, invoice: StoredInvoice, now: number) {
  keepInvoice(fakeStripe, invoice);
  finalizeInvoice(fakeStripe, invoice, now);
  const { intent } = paymentOf(fakeStripe, invoice, now);
  intent.status = "processing";
  fakeStripe.emit("payment_intent.processing", showIntent(intent));
}

function customerOf(fakeStripe: FakeStripe, session: StoredSession) {
  const known = fakeStripe.state.customers[session.customer ?? ""];
  if (known) return known;
  const customer = newCustomer(session.customerEmail);
  fakeStripe.state.customers[customer.id] = customer;
  session.customer = customer.id;
  fakeStripe.emit("customer.created", showCustomer(customer));
  return customer;
}
