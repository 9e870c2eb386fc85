import type { Cause, FakeStripe } from "../fake.ts";
import { showSchedule } from "../schedules/show-schedule.ts";
import type { StoredSubscription } from "../state.ts";
import { showSubscription } from "./show-subscription.ts";

type Ending = { now: number; reason: StoredSubscription["cancelReason"]; cause?: Cause | undefined };

/** Ends a subscription for good. Open invoices are not tried again, drafts are not sent, and what waits is dropped. */
export function endSubscription(fakeStripe: FakeStripe, subscription: StoredSubscription, ending: Ending) {
  const { state, emit } = fakeStripe;
  const { now, reason, cause } = ending;
  const schedule = state.schedules[subscription.schedule ?? ""];
  if (schedule?.status === "active") {
    Object.assign(schedule, { status: "canceled", canceledAt: now });
    emit("subscription_schedule.canceled", showSchedule(fakeStripe, schedule), cause);
  }
  for (const invoice of Object.values(state.invoices)) {
    if (invoice.subscription !== subscription.id || invoice.status === "paid") continue;
    Object.assign(invoice, { autoAdvance: false, nextAttempt: null, finalizesAt: null });
  }
  Object.assign(subscription, {
    status: subscription.status === "incomplete" ? "incomplete_expired" : "canceled",
    endedAt: now,
    canceledAt: subscription.canceledAt ?? now,
    cancelReason: subscription.cancelReason ?? reason,
    schedule: null,
    pendingUpdate: null,
  });
  emit("customer.subscription.deleted", showSubscription(fakeStripe, subscription), cause);
}
