import { runUntil } from "./billing-clock.ts";
import { type FakeStripe, nowSeconds } from "./fake.ts";
import { payNow } from "./pay.ts";
import { invalidRequest } from "./refusal.ts";
import type { StoredSession } from "./state.ts";

/**
 * Pays an open session by card as if it had been paid at an instant that is past, for the demonstration's users. What fell
 * due of a subscription since then happens in its order. No event is sent: the seed records all of it.
 */
export function payInThePast(sending: FakeStripe, session: StoredSession, at: number) {
  const fakeStripe: FakeStripe = { ...sending, emit: () => undefined };
  const { state } = fakeStripe;
  const now = nowSeconds();
  if (session.status !== "open" || at > now) throw invalidRequest("Only an open session can be paid in the past.");
  const customer = state.customers[session.customer ?? ""];
  const reach = (instant: number) => {
    if (customer) customer.aheadSeconds = instant - now;
  };
  session.created = at;
  reach(at);
  payNow(fakeStripe, session);
  const intent = state.intents[session.intent ?? ""];
  if (intent) intent.created = at;
  if (customer) runUntil(fakeStripe, [customer], { until: now, reach });
  fakeStripe.save();
}
