import { type Cause, type FakeStripe, newId } from "../fake.ts";
import { showIntent } from "../payment-objects.ts";
import { invalidRequest } from "../refusal.ts";
import type { StoredIntent, StoredInvoice, StoredPaymentMethod } from "../state.ts";
import { invoiceFailed, invoiceSettled } from "../subscriptions/after-invoice.ts";
import { amountsOf } from "./amounts.ts";
import { showInvoice, showPayment } from "./show-invoice.ts";

const daySeconds = 24 * 3600;
/** Days between the attempts to collect an invoice; after the last one the subscription ends. */
const retryDays = [3, 5, 7];

/** Keeps a new invoice: what it bills waits no longer, and it is the newest of its subscription. */
export function keepInvoice(fakeStripe: FakeStripe, invoice: StoredInvoice, cause?: Cause) {
  const { state, emit } = fakeStripe;
  state.invoices[invoice.id] = invoice;
  for (const line of invoice.lines) {
    const item = line.invoiceItem === null ? undefined : state.invoiceItems[line.invoiceItem];
    if (item) item.invoice = invoice.id;
  }
  emit("invoice.created", showInvoice(fakeStripe, invoice), cause);
}

/** Numbers an invoice, settles it with the customer's balance, and pays it when nothing is left to pay. */
export function finalizeInvoice(fakeStripe: FakeStripe, invoice: StoredInvoice, now: number, cause?: Cause) {
  const customer = fakeStripe.state.customers[invoice.customer];
  if (invoice.status !== "draft") throw invalidRequest("This invoice is already finalized, you can't re-finalize it.");
  if (!customer) throw invalidRequest("This invoice has no customer.");
  customer.invoiceCount += 1;
  invoice.startingBalance = customer.balance;
  const { due, endingBalance } = amountsOf(invoice);
  const number = `${customer.id.slice(-8).toUpperCase()}-${String(customer.invoiceCount).padStart(4, "0")}`;
  Object.assign(invoice, { status: "open", number, finalizedAt: now, finalizesAt: null, endingBalance });
  customer.balance = endingBalance;
  fakeStripe.emit("invoice.finalized", showInvoice(fakeStripe, invoice), cause);
  if (due === 0) markPaid(fakeStripe, invoice, now, cause);
}

/** Whether a payment of a customer would succeed, and with what it would be paid. */
export function tryPayment(
  { state }: FakeStripe,
  invoice: Pick<StoredInvoice, "customer" | "subscription">,
  asked?: string,
) {
  const customer = state.customers[invoice.customer];
  const subscription = state.subscriptions[invoice.subscription ?? ""];
  const id = asked ?? subscription?.paymentMethod ?? customer?.paymentMethod ?? "";
  const method: StoredPaymentMethod | undefined = state.paymentMethods[id];
  const succeeds =
    method !== undefined && method.customer === invoice.customer && !method.declines && !customer?.declines;
  return { method, succeeds };
}

/** Tries to collect an open invoice. What the outcome means for its subscription follows. */
export function collectInvoice(
  fakeStripe: FakeStripe,
  invoice: StoredInvoice,
  { now, method: asked, cause }: { now: number; method?: string | undefined; cause?: Cause | undefined },
): "paid" | "declined" {
  if (invoice.status === "paid") return "paid";
  const { method, succeeds } = tryPayment(fakeStripe, invoice, asked);
  const { intent, payment } = paymentOf(fakeStripe, invoice, now);
  intent.paymentMethod = method?.id ?? null;
  invoice.attemptCount += 1;
  if (succeeds) {
    Object.assign(intent, { status: "succeeded", declined: false, charge: newId("ch") });
    Object.assign(payment, { status: "paid", paidAt: now });
    fakeStripe.emit("payment_intent.succeeded", showIntent(intent), cause);
    fakeStripe.emit("invoice_payment.paid", showPayment(invoice, payment), cause);
    markPaid(fakeStripe, invoice, now, cause);
    return "paid";
  }
  intent.declined = true;
  const days = retryDays[invoice.attemptCount - 1];
  const retries = isTriedAgain(fakeStripe, invoice);
  invoice.nextAttempt = retries && days !== undefined ? now + days * daySeconds : null;
  fakeStripe.emit("payment_intent.payment_failed", showIntent(intent), cause);
  fakeStripe.emit("invoice.payment_failed", showInvoice(fakeStripe, invoice), cause);
  invoiceFailed(fakeStripe, invoice, { now, isLast: retries && days === undefined, cause });
  return "declined";
}

/** A first invoice is for the buyer to pay, and one that a pending update waits for as well. */
function isTriedAgain({ state }: FakeStripe, { id, subscription, reason, autoAdvance }: StoredInvoice) {
  const waits = state.subscriptions[subscription ?? ""]?.pendingUpdate?.invoice === id;
  return autoAdvance && subscription !== null && reason !== "subscription_create" && !waits;
}

/** Settles an open invoice: by a payment, by a balance, or by hand. */
export function markPaid(fakeStripe: FakeStripe, invoice: StoredInvoice, now: number, cause?: Cause) {
  const { due } = amountsOf(invoice);
  const amountPaid = invoice.paidOutOfBand ? 0 : due;
  Object.assign(invoice, { status: "paid", paidAt: now, nextAttempt: null, amountPaid });
  fakeStripe.emit("invoice.paid", showInvoice(fakeStripe, invoice), cause);
  fakeStripe.emit("invoice.payment_succeeded", showInvoice(fakeStripe, invoice), cause);
  invoiceSettled(fakeStripe, invoice, now, cause);
}

/** The payment of an invoice and its intent, made at the first attempt. */
export function paymentOf({ state }: FakeStripe, invoice: StoredInvoice, now: number) {
  const payment = invoice.payments.find((one) => one.status !== "canceled");
  const known = payment ? state.intents[payment.intent] : undefined;
  if (payment && known) return { payment, intent: known };
  const intent: StoredIntent = {
    id: newId("pi"),
    created: now,
    status: "requires_payment_method",
    amount: amountsOf(invoice).due,
    currency: invoice.currency,
    customer: invoice.customer,
    description: invoice.subscription === null ? "Invoice" : "Subscription",
    declined: false,
    charge: null,
    metadata: {},
    paymentMethod: null,
  };
  const made: StoredInvoice["payments"][number] = {
    id: newId("inpay"),
    created: now,
    intent: intent.id,
    amount: intent.amount,
    status: "open",
    paidAt: null,
    canceledAt: null,
  };
  state.intents[intent.id] = intent;
  invoice.payments.push(made);
  return { payment: made, intent };
}
