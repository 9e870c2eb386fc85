import type { z } from "zod";
import { nowOf } from "../clock.ts";
import { makeDiscount } from "../coupons.ts";
import { type Call, found } from "../endpoint.ts";
import { expandInto } from "../expand.ts";
import { type FakeStripe, newId } from "../fake.ts";
import { readParameters } from "../parameters.ts";
import { invalidRequest } from "../refusal.ts";
import type { StoredInvoice, StoredSubscription } from "../state.ts";
import { type Change, planChange } from "../subscriptions/change-subscription.ts";
import { planSubscription, waitingItems } from "../subscriptions/create-subscription.ts";
import { beginPeriod } from "../subscriptions/renew.ts";
import { amountsOf } from "./amounts.ts";
import { draftInvoice } from "./draft-invoice.ts";
import { invoicePreview } from "./parameters.ts";
import { showInvoice } from "./show-invoice.ts";

type Asked = z.output<typeof invoicePreview>;

/**
 * Shows the next invoice: that of a change which bills at once, or that of the next renewal with what the change adds
 * to it, or the first one of a subscription that does not exist yet. The same functions make the real ones.
 */
export function previewInvoice({ fakeStripe, raw }: Call) {
  const asked = readParameters(invoicePreview, raw);
  const invoice = asked.subscription
    ? previewOf(
        fakeStripe,
        found(fakeStripe.state.subscriptions, asked.subscription, "subscription", "subscription"),
        asked,
      )
    : previewOfNew(fakeStripe, asked);
  const { endingBalance } = amountsOf(invoice);
  const preview = { ...invoice, id: newId("upcoming_in"), endingBalance };
  return expandInto(fakeStripe, showInvoice(fakeStripe, preview), asked.expand);
}

function previewOfNew(
  fakeStripe: FakeStripe,
  { customer, subscription_details: details, discounts }: Asked,
): StoredInvoice {
  if (!customer || !details?.items) {
    throw invalidRequest("You must pass a subscription, or a customer and items.", { param: "customer" });
  }
  found(fakeStripe.state.customers, customer, "customer", "customer");
  const now = nowOf(fakeStripe, customer);
  const { trial_end: trialEnd, items } = details;
  const planned = planSubscription(
    fakeStripe,
    {
      customer,
      items: items.map(({ price = "", quantity = 1 }) => ({ price, quantity })),
      trialEnd: typeof trialEnd === "number" ? trialEnd : null,
      trialEndBehavior: "create_invoice",
      paymentMethod: null,
      discounts: (discounts || []).map(({ coupon }) => makeDiscount(fakeStripe, { coupon, customer, now })),
      description: null,
      metadata: {},
    },
    now,
  );
  return planned.invoice;
}

function previewOf(fakeStripe: FakeStripe, subscription: StoredSubscription, asked: Asked): StoredInvoice {
  if (subscription.endedAt !== null) throw nothingToCome();
  const details = asked.subscription_details ?? {};
  const change: Change = {
    items: details.items,
    anchorNow: details.billing_cycle_anchor?.type === "now",
    proration: details.proration_behavior ?? "create_prorations",
    prorationDate: details.proration_date,
    trialEnd: details.trial_end,
    now: nowOf(fakeStripe, subscription.customer),
  };
  const { next, prorations, invoice } = planChange(fakeStripe, subscription, change);
  if (invoice) return invoice;
  const ends = details.cancel_at_period_end ?? next.cancelAtPeriodEnd;
  const items = [...waitingItems(fakeStripe, next.customer, next.id), ...prorations];
  if (ends && items.length === 0) throw nothingToCome();
  return renewalOf(fakeStripe, next, { items, billsPeriod: !ends });
}

/** What the next renewal would bill. A schedule's next phase counts where it begins by then. */
function renewalOf(
  fakeStripe: FakeStripe,
  next: StoredSubscription,
  { items, billsPeriod }: { items: ReturnType<typeof waitingItems>; billsPeriod: boolean },
) {
  const at = next.items[0]?.periodEnd ?? next.anchor;
  const schedule = fakeStripe.state.schedules[next.schedule ?? ""];
  const phase = schedule?.phases.find(({ start, end }) => start <= at && at < end);
  if (phase) {
    next.items = phase.items.flatMap(({ price, quantity }, position) => {
      const item = next.items[position] ?? next.items[0];
      return item ? { ...item, price, quantity } : [];
    });
  }
  if (next.status === "trialing") next.status = "active";
  beginPeriod(fakeStripe, next, at);
  const { customer, currency } = next;
  const reason = "upcoming";
  const draft = draftInvoice(fakeStripe, {
    customer,
    currency,
    reason,
    now: at,
    subscription: next,
    billsPeriod,
    items,
  });
  return { ...draft, nextAttempt: at + 3600 };
}

function nothingToCome() {
  return invalidRequest("No upcoming invoices for customer", { status: 404, code: "invoice_upcoming_none" });
}
