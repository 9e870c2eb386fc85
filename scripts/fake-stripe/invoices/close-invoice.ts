import type { Cause, FakeStripe } from "../fake.ts";
import { invalidRequest } from "../refusal.ts";
import type { StoredInvoice } from "../state.ts";
import { showInvoice } from "./show-invoice.ts";

/** Ends an open invoice without money. */
export function closeInvoice(
  fakeStripe: FakeStripe,
  invoice: StoredInvoice,
  { to, now, cause }: { to: "void" | "uncollectible"; now: number; cause?: Cause | undefined },
) {
  if (invoice.status !== "open" && invoice.status !== "uncollectible") {
    throw invalidRequest(`You can only pass in open invoices. This invoice isn't open.`);
  }
  const at = to === "void" ? { voidedAt: now } : { uncollectibleAt: now };
  Object.assign(invoice, { status: to, nextAttempt: null, ...at });
  for (const payment of to === "void" ? invoice.payments : []) {
    if (payment.status === "open") Object.assign(payment, { status: "canceled", canceledAt: now });
  }
  // A change that waits for a void invoice is given up.
  const subscription = fakeStripe.state.subscriptions[invoice.subscription ?? ""];
  if (to === "void" && subscription?.pendingUpdate?.invoice === invoice.id) subscription.pendingUpdate = null;
  const type = to === "void" ? "invoice.voided" : "invoice.marked_uncollectible";
  fakeStripe.emit(type, showInvoice(fakeStripe, invoice), cause);
}
