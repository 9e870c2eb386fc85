import { closeInvoice } from "#scripts/fake-stripe/invoices/close-invoice.ts";
import type { Cause, FakeStripe } from "../fake.ts";
import { amountsOf } from "../invoices/amounts.ts";
import { collectInvoice, finalizeInvoice, keepInvoice, tryPayment } from "../invoices/collect.ts";
import { cardDeclined } from "../refusal.ts";
import type { StoredInvoice, StoredSubscription } from "../state.ts";
import { type Change, type PlannedChange, planChange } from "./change-subscription.ts";
import { dropUsedDiscounts } from "./create-subscription.ts";
import { showSubscription } from "./show-subscription.ts";

export type PaymentBehavior =
  | "allow_incomplete"
  | "default_incomplete"
  | "error_if_incomplete"
  | "pending_if_incomplete";

/** How long a change waits for its payment. */
const pendingSeconds = 23 * 3600;

type Applied = { behavior: PaymentBehavior; cause?: Cause | undefined };

/** Carries out a change of the items or the period, with what it bills at once. */
export function applyChange(
  fakeStripe: FakeStripe,
  subscription: StoredSubscription,
  change: Change,
  { behavior, cause }: Applied,
) {
  const planned = planChange(fakeStripe, subscription, change);
  const { invoice } = planned;
  if (invoice === null) return commit(fakeStripe, subscription, planned, cause);
  const isFree = amountsOf(invoice).due === 0;
  const isDeclined = !isFree && !tryPayment(fakeStripe, invoice).succeeds;
  if (isDeclined && behavior === "error_if_incomplete") throw cardDeclined();
  if (isDeclined && behavior === "pending_if_incomplete") {
    return letWait(fakeStripe, subscription, { ...planned, invoice }, { now: change.now, cause });
  }
  const earlier = fakeStripe.state.invoices[subscription.pendingUpdate?.invoice ?? ""];
  Object.assign(planned.next, { latestInvoice: invoice.id, pendingUpdate: null });
  commit(fakeStripe, subscription, planned, cause);
  if (earlier?.status === "open") closeInvoice(fakeStripe, earlier, { to: "void", now: change.now, cause });
  bill(fakeStripe, invoice, change.now, cause);
  dropUsedDiscounts(fakeStripe, subscription, invoice);
}

/** Bills at once: the invoice is final and collected in the same breath. */
export function bill(fakeStripe: FakeStripe, invoice: StoredInvoice, now: number, cause?: Cause) {
  keepInvoice(fakeStripe, invoice, cause);
  finalizeInvoice(fakeStripe, invoice, now, cause);
  if (invoice.status === "open") collectInvoice(fakeStripe, invoice, { now, cause });
}

function commit(
  fakeStripe: FakeStripe,
  subscription: StoredSubscription,
  { next, prorations }: PlannedChange,
  cause?: Cause,
) {
  for (const item of prorations) fakeStripe.state.invoiceItems[item.id] = item;
  Object.assign(subscription, next);
  fakeStripe.emit("customer.subscription.updated", showSubscription(fakeStripe, subscription), cause);
}

/** The plan that runs stays as it is; paying the open invoice applies the change. */
function letWait(
  fakeStripe: FakeStripe,
  subscription: StoredSubscription,
  { next, prorations, invoice }: PlannedChange & { invoice: StoredInvoice },
  { now, cause }: { now: number; cause?: Cause | undefined },
) {
  const earlier = fakeStripe.state.invoices[subscription.pendingUpdate?.invoice ?? ""];
  const { items, anchor } = next;
  const trialEnd = next.trialEnd === subscription.trialEnd ? null : next.trialEnd;
  const pendingUpdate = { invoice: invoice.id, expiresAt: now + pendingSeconds, items, anchor, trialEnd };
  for (const item of prorations) fakeStripe.state.invoiceItems[item.id] = item;
  Object.assign(subscription, { pendingUpdate, latestInvoice: invoice.id });
  if (earlier?.status === "open") closeInvoice(fakeStripe, earlier, { to: "void", now, cause });
  keepInvoice(fakeStripe, invoice, cause);
  finalizeInvoice(fakeStripe, invoice, now, cause);
  collectInvoice(fakeStripe, invoice, { now, cause });
  fakeStripe.emit("customer.subscription.updated", showSubscription(fakeStripe, subscription), cause);
}
