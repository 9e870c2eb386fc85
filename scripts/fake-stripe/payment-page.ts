import { moveClock, renderClock } from "./clock-panel.ts";
import type { FakeStripe } from "./fake.ts";
import { decline, payLater, payNow } from "./pay.ts";
import { moneyOf, type Notice, renderClosed, renderOpen } from "./render-page.ts";
import { redirect, sendPage, type Visit } from "./send-page.ts";
import { findSession } from "./sessions.ts";
import type { StoredSession } from "./state.ts";

/** Answers the payment page, `/pay/<session>`: shown by GET, its buttons are plain form posts. */
export function answerPaymentPage(visit: Visit) {
  const { fakeStripe, request, response, id, body } = visit;
  const session = fakeStripe.state.sessions[id] ? findSession(fakeStripe, id) : undefined;
  if (!session) return sendPage(response, 404, renderClosed("unknown", null));
  if (request.method !== "POST") return showPage(visit, session);
  const form = new URLSearchParams(body);
  const [button, clock] = [form.get("button"), form.get("clock")];
  if (clock !== null && session.customer !== null) {
    moveClock({ fakeStripe, response }, session.customer, clock);
    fakeStripe.save();
    return showPage(visit, session);
  }
  if (button === "back") return redirect(response, session.cancelUrl ?? session.successUrl);
  if (session.status !== "open") return showPage(visit, session);
  if (button === "decline") {
    decline(fakeStripe, session);
    fakeStripe.save();
    return showPage(visit, session, "declined");
  }
  if (button === "pay") payNow(fakeStripe, session);
  else if (button === "pay-later") payLater(fakeStripe, session);
  else return showPage(visit, session);
  fakeStripe.save();
  redirect(response, successUrlOf(session));
}

function showPage({ fakeStripe, response }: Visit, session: StoredSession, notice?: Notice) {
  if (session.status === "open") {
    const later = laterOf(fakeStripe, session);
    const panel =
      session.customer === null || session.mode === "payment" ? "" : renderClock(fakeStripe, session.customer);
    return sendPage(response, notice ? 402 : 200, renderOpen(session, { notice, later, panel }));
  }
  const onward = session.status === "complete" ? successUrlOf(session) : session.cancelUrl;
  sendPage(response, 200, renderClosed(session.status, onward));
}

/** What a subscription costs after today. */
function laterOf({ state }: FakeStripe, { mode, lines, trialDays }: StoredSession) {
  const price = state.prices[lines[0]?.price ?? ""];
  if (mode === "payment" || !price?.recurring) return "";
  const total = lines.reduce((sum, line) => sum + (state.prices[line.price]?.unitAmount ?? 0) * line.quantity, 0);
  const often = `${moneyOf(total, price.currency)} per ${price.recurring.interval}`;
  return trialDays === null ? `Then ${often}, until you cancel.` : `${trialDays} days free, then ${often}.`;
}

function successUrlOf(session: StoredSession) {
  return session.successUrl.replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}
