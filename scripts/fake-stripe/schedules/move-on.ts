import type { FakeStripe } from "../fake.ts";
import type { StoredSchedule, StoredSubscription } from "../state.ts";
import { endSubscription } from "../subscriptions/end-subscription.ts";
import { changePhase } from "./change-phase.ts";
import { releaseSchedule } from "./release-schedule.ts";
import { showSchedule } from "./show-schedule.ts";

/** The end of a phase: the next one's items are the subscription's, or the schedule ends. */
export function moveOn(fakeStripe: FakeStripe, schedule: StoredSchedule, now: number) {
  const subscription = fakeStripe.state.subscriptions[schedule.subscription ?? ""];
  const next = schedule.phases[schedule.current + 1];
  if (!subscription || !next) return finish(fakeStripe, schedule, subscription, now);
  schedule.current += 1;
  changePhase(fakeStripe, subscription, next, now);
  fakeStripe.emit("subscription_schedule.updated", showSchedule(fakeStripe, schedule));
}

function finish(
  fakeStripe: FakeStripe,
  schedule: StoredSchedule,
  subscription: StoredSubscription | undefined,
  now: number,
) {
  if (schedule.endBehavior === "release" || !subscription) return releaseSchedule(fakeStripe, schedule, now);
  Object.assign(schedule, { status: "completed", completedAt: now });
  fakeStripe.emit("subscription_schedule.completed", showSchedule(fakeStripe, schedule));
  endSubscription(fakeStripe, subscription, { now, reason: null });
}
