import { closeInvoice } from "#scripts/fake-stripe/invoices/close-invoice.ts";
import type { Cause, FakeStripe } from "../fake.ts";
import type { StoredInvoice, StoredSubscription } from "../state.ts";
import { endSubscription } from "./end-subscription.ts";
import { showSubscription } from "./show-subscription.ts";

/** What a settled invoice does to its subscription: a pending update is applied, and one past due is active again. */
export function invoiceSettled(fakeStripe: FakeStripe, invoice: StoredInvoice, now: number, cause?: Cause) {
  const subscription = fakeStripe.state.subscriptions[invoice.subscription ?? ""];
  if (!subscription || subscription.endedAt !== null) return;
  if (subscription.pendingUpdate?.invoice === invoice.id) applyPending(fakeStripe, subscription, cause);
  if (!["past_due", "unpaid", "incomplete"].includes(subscription.status)) return;
  const owes = Object.values(fakeStripe.state.invoices).some(
    (one) =>
      one.subscription === subscription.id && one.status === "open" && one.id !== subscription.pendingUpdate?.invoice,
  );
  if (owes) return;
  const isTrial = subscription.trialEnd !== null && subscription.trialEnd > now;
  subscription.status = isTrial ? "trialing" : "active";
  fakeStripe.emit("customer.subscription.updated", showSubscription(fakeStripe, subscription), cause);
}

type Failure = { now: number; isLast: boolean; cause?: Cause | undefined };

/** What a declined payment does to its subscription. A pending update only waits; the plan that runs stays as it is. */
export function invoiceFailed(fakeStripe: FakeStripe, invoice: StoredInvoice, { now, isLast, cause }: Failure) {
  const subscription = fakeStripe.state.subscriptions[invoice.subscription ?? ""];
  if (!subscription || subscription.endedAt !== null) return;
  if (subscription.pendingUpdate?.invoice === invoice.id) return;
  if (isLast && fakeStripe.state.settings.afterRetries === "cancel") {
    endSubscription(fakeStripe, subscription, { now, reason: "payment_failed", cause });
    return;
  }
  const status = isLast ? "unpaid" : "past_due";
  if (subscription.status === "incomplete" || subscription.status === status) return;
  subscription.status = status;
  fakeStripe.emit("customer.subscription.updated", showSubscription(fakeStripe, subscription), cause);
}

/** Gives up a change whose invoice was not paid in time. */
export function expirePending(fakeStripe: FakeStripe, subscription: StoredSubscription, now: number) {
  const invoice = fakeStripe.state.invoices[subscription.pendingUpdate?.invoice ?? ""];
  subscription.pendingUpdate = null;
  const { emit } = fakeStripe;
  emit("customer.subscription.pending_update_expired", showSubscription(fakeStripe, subscription));
  if (invoice?.status === "open") closeInvoice(fakeStripe, invoice, { to: "void", now });
}

function applyPending(fakeStripe: FakeStripe, subscription: StoredSubscription, cause?: Cause) {
  if (subscription.pendingUpdate === null) return;
  const { items, anchor, trialEnd } = subscription.pendingUpdate;
  const status = subscription.status === "trialing" && trialEnd !== null ? "active" : subscription.status;
  Object.assign(subscription, { items, anchor, status, pendingUpdate: null });
  if (trialEnd !== null) subscription.trialEnd = trialEnd;
  const { emit } = fakeStripe;
  emit("customer.subscription.pending_update_applied", showSubscription(fakeStripe, subscription), cause);
  emit("customer.subscription.updated", showSubscription(fakeStripe, subscription), cause);
}
