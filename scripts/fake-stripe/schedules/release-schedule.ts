import type { Cause, FakeStripe } from "../fake.ts";
import type { StoredSchedule } from "../state.ts";
import { showSchedule } from "./show-schedule.ts";

/** Lets go of a subscription: it runs on as it is. */
export function releaseSchedule(fakeStripe: FakeStripe, schedule: StoredSchedule, now: number, cause?: Cause) {
  const subscription = fakeStripe.state.subscriptions[schedule.subscription ?? ""];
  if (subscription) subscription.schedule = null;
  Object.assign(schedule, {
    status: "released",
    releasedAt: now,
    releasedSubscription: schedule.subscription,
    subscription: null,
  });
  fakeStripe.emit("subscription_schedule.released", showSchedule(fakeStripe, schedule), cause);
}
