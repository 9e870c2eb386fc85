import { type FakeStripe, newId, nowSeconds } from "./fake.ts";
import { showIntent, showSession } from "./payment-objects.ts";
import { invalidRequest } from "./refusal.ts";
import type { StoredIntent, StoredSession } from "./state.ts";
import { settleSubscription, subscribe } from "./subscribe.ts";

/** A card that works: paid at once. */
export function payNow(fakeStripe: FakeStripe, session: StoredSession) {
  if (session.mode === "subscription") return subscribe(fakeStripe, session, "card");
  if (session.amount === 0) return payNothing(fakeStripe, session);
  const intent = intentOf(fakeStripe, session);
  succeed(intent);
  session.status = "complete";
  session.paymentStatus = "paid";
  fakeStripe.emit("payment_intent.succeeded", showIntent(intent));
  fakeStripe.emit("checkout.session.completed", showSession(fakeStripe, session));
}

/** A bank debit: the session is complete, the money is not there yet. */
export function payLater(fakeStripe: FakeStripe, session: StoredSession) {
  if (session.mode === "subscription") return subscribe(fakeStripe, session, "sepa_debit");
  const intent = intentOf(fakeStripe, session);
  intent.status = "processing";
  intent.declined = false;
  session.status = "complete";
  session.settlesAt = fakeStripe.bankDelayMs === null ? null : Date.now() + fakeStripe.bankDelayMs;
  fakeStripe.emit("payment_intent.processing", showIntent(intent));
  fakeStripe.emit("checkout.session.completed", showSession(fakeStripe, session));
}

/** A card that is refused: the session stays open for another try. */
export function decline(fakeStripe: FakeStripe, session: StoredSession) {
  session.declined = true;
  // The subscription, its invoice and its payment come about only with a payment.
  if (session.mode === "subscription") return;
  const intent = intentOf(fakeStripe, session);
  intent.declined = true;
  fakeStripe.emit("payment_intent.payment_failed", showIntent(intent));
}

/** The bank's answer to a delayed payment. */
export function settle(fakeStripe: FakeStripe, session: StoredSession, outcome: "succeeded" | "failed") {
  if (session.mode === "subscription") return settleSubscription(fakeStripe, session, outcome);
  const intent = intentOf(fakeStripe, session);
  if (session.status !== "complete" || intent.status !== "processing") {
    throw invalidRequest("Only a delayed payment that is on its way can be settled.");
  }
  session.settlesAt = null;
  if (outcome === "succeeded") {
    succeed(intent);
    session.paymentStatus = "paid";
    fakeStripe.emit("payment_intent.succeeded", showIntent(intent));
    fakeStripe.emit("checkout.session.async_payment_succeeded", showSession(fakeStripe, session));
    return;
  }
  intent.status = "requires_payment_method";
  intent.declined = true;
  fakeStripe.emit("payment_intent.payment_failed", showIntent(intent));
  fakeStripe.emit("checkout.session.async_payment_failed", showSession(fakeStripe, session));
}

/** A coupon of 100 %: there is no payment, and so no payment intent. */
function payNothing(fakeStripe: FakeStripe, session: StoredSession) {
  session.status = "complete";
  session.paymentStatus = "no_payment_required";
  fakeStripe.emit("checkout.session.completed", showSession(fakeStripe, session));
}

function succeed(intent: StoredIntent) {
  intent.status = "succeeded";
  intent.declined = false;
  intent.charge = newId("ch");
}

/** Stripe makes the payment intent at the first try to pay, not with the session. */
function intentOf(fakeStripe: FakeStripe, session: StoredSession): StoredIntent {
  const found = session.intent ? fakeStripe.state.intents[session.intent] : undefined;
  if (found) return found;
  const intent: StoredIntent = {
    id: newId("pi"),
    created: nowSeconds(),
    status: "requires_payment_method",
    amount: session.amount,
    currency: session.currency,
    customer: session.customer,
    description: session.intentDescription,
    declined: false,
    charge: null,
    metadata: session.intentMetadata,
    paymentMethod: null,
  };
  fakeStripe.state.intents[intent.id] = intent;
  session.intent = intent.id;
  return intent;
}
