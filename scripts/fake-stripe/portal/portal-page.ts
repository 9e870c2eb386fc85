import { showPaymentMethod } from "#scripts/fake-stripe/show-payment-method.ts";
import { showCustomer } from "../catalogue-objects.ts";
import { nowOf } from "../clock.ts";
import { moveClock } from "../clock-panel.ts";
import type { FakeStripe } from "../fake.ts";
import { makeMethod } from "../payment-methods.ts";
import { renderClosed } from "../render-page.ts";
import { releaseSchedule } from "../schedules/release-schedule.ts";
import { redirect, sendPage, type Visit } from "../send-page.ts";
import type { StoredPortalConfiguration, StoredPortalSession } from "../state.ts";
import { endSubscription } from "../subscriptions/end-subscription.ts";
import { showSubscription } from "../subscriptions/show-subscription.ts";
import { updateSubscription } from "../subscriptions/update-subscription.ts";
import { renderDone, renderFlow, renderPortal } from "./render-portal.ts";

/** Answers the customer portal, `/portal/<session>`: its buttons are plain form posts. */
export function answerPortal({ fakeStripe, request, response, id, body }: Visit) {
  const { state } = fakeStripe;
  const session = state.portalSessions[id];
  const configuration = state.portalConfigurations[session?.configuration ?? ""];
  if (!session || !configuration) return sendPage(response, 404, renderClosed("unknown", null));
  const here = `${fakeStripe.publicUrl}/demo/stripe/portal/${id}`;
  if (request.method !== "POST") {
    const render = session.flow ? renderFlow : renderPortal;
    return sendPage(response, 200, render(fakeStripe, session, configuration));
  }
  const form = new URLSearchParams(body);
  const clock = form.get("clock");
  const isDone = clock === null && carryOut(fakeStripe, session, configuration, form);
  if (clock !== null) moveClock({ fakeStripe, response }, session.customer, clock);
  fakeStripe.save();
  if (form.get("button") === "back") return redirect(response, session.returnUrl ?? here);
  if (!session.flow || !isDone) return redirect(response, here);
  if (session.flow.afterUrl !== null) return redirect(response, session.flow.afterUrl);
  if (session.flow.afterCompletion === "hosted_confirmation") return sendPage(response, 200, renderDone(session));
  session.flow = null;
  redirect(response, here);
}

/** Does what a button says, as far as the configuration offers it and it is about the customer's own. */
function carryOut(
  fakeStripe: FakeStripe,
  session: StoredPortalSession,
  configuration: StoredPortalConfiguration,
  form: URLSearchParams,
): boolean {
  const button = form.get("button") ?? "";
  const isCard = button === "card-that-works" || button === "card-that-fails";
  if (isCard && configuration.canChangeCard) {
    changeCard(fakeStripe, session.customer, button === "card-that-fails");
    return true;
  }
  const subscription = fakeStripe.state.subscriptions[form.get("subscription") ?? ""];
  const isOwn = subscription?.customer === session.customer && subscription.endedAt === null;
  if (!subscription || !isOwn || !configuration.canCancel || !["cancel", "resume"].includes(button)) return false;
  const now = nowOf(fakeStripe, session.customer);
  const schedule = fakeStripe.state.schedules[subscription.schedule ?? ""];
  if (schedule) releaseSchedule(fakeStripe, schedule, now);
  const reason = form.get("reason") || undefined;
  if (button === "cancel" && !configuration.cancelsAtPeriodEnd) {
    endSubscription(fakeStripe, subscription, { now, reason: "cancellation_requested" });
  } else if (button === "resume" && subscription.cancelAt !== null) {
    updateSubscription(fakeStripe, subscription, { cancel_at: "" });
  } else {
    const asked = { cancel_at_period_end: button === "cancel", cancellation_details: { feedback: reason } };
    updateSubscription(fakeStripe, subscription, asked);
  }
  return true;
}

function changeCard(fakeStripe: FakeStripe, id: string, declines: boolean) {
  const { state, emit } = fakeStripe;
  const customer = state.customers[id];
  if (!customer) return;
  const method = makeMethod(fakeStripe, { customer: id, type: "card", last4: declines ? "0341" : "4444", declines });
  Object.assign(customer, { paymentMethod: method.id, declines: false });
  emit("payment_method.attached", showPaymentMethod(method));
  emit("customer.updated", showCustomer(customer));
  for (const subscription of Object.values(state.subscriptions)) {
    if (subscription.customer !== id || subscription.endedAt !== null) continue;
    subscription.paymentMethod = method.id;
    emit("customer.subscription.updated", showSubscription(fakeStripe, subscription));
  }
}
