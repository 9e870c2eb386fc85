import type { z } from "zod";
import { periodsAfter } from "../calendar.ts";
import { nowOf } from "../clock.ts";
import { type Call, type Endpoints, found, newestFirst, shownPage } from "../endpoint.ts";
import { expandInto } from "../expand.ts";
import { newId } from "../fake.ts";
import { isWithin, readParameters } from "../parameters.ts";
import { invalidRequest, noSuch } from "../refusal.ts";
import { onlyExpand } from "../session-parameters.ts";
import type { State, StoredSchedule } from "../state.ts";
import { scheduleCreate, scheduleList, scheduleRelease, scheduleUpdate } from "./parameters.ts";
import { releaseSchedule } from "./release-schedule.ts";
import { showSchedule } from "./show-schedule.ts";

/** Schedules: later phases of a subscription. */
export const scheduleEndpoints: Endpoints = {
  "POST /v1/subscription_schedules": createSchedule,
  "GET /v1/subscription_schedules": ({ fakeStripe, raw }) => {
    const { customer, created, scheduled, ...page } = readParameters(scheduleList, raw);
    const all = newestFirst(fakeStripe.state.schedules)
      .filter((one) => !customer || one.customer === customer)
      .filter((one) => !scheduled || one.status === "not_started")
      .filter((one) => isWithin(one.created, created));
    const show = (one: StoredSchedule) => showSchedule(fakeStripe, one);
    return shownPage(fakeStripe, all, page, { show, url: "/v1/subscription_schedules" });
  },
  "GET /v1/subscription_schedules/:id": ({ fakeStripe, id, raw }) => {
    const { expand } = readParameters(onlyExpand, raw);
    const schedule = found(fakeStripe.state.schedules, id, "subscription_schedule");
    return expandInto(fakeStripe, showSchedule(fakeStripe, schedule), expand);
  },
  "POST /v1/subscription_schedules/:id": updateSchedule,
  "POST /v1/subscription_schedules/:id/release": ({ fakeStripe, id, raw, cause }) => {
    const { expand } = readParameters(scheduleRelease, raw);
    const schedule = activeSchedule(fakeStripe.state, id);
    releaseSchedule(fakeStripe, schedule, nowOf(fakeStripe, schedule.customer), cause);
    return expandInto(fakeStripe, showSchedule(fakeStripe, schedule), expand);
  },
};

/** A schedule from a subscription has one phase: the present period, as it is. */
function createSchedule({ fakeStripe, raw, cause }: Call) {
  const asked = readParameters(scheduleCreate, raw);
  const subscription = found(
    fakeStripe.state.subscriptions,
    asked.from_subscription,
    "subscription",
    "from_subscription",
  );
  if (subscription.schedule !== null) {
    throw invalidRequest("You cannot migrate a subscription that is already attached to a schedule.", {
      param: "from_subscription",
    });
  }
  if (subscription.endedAt !== null)
    throw invalidRequest("The subscription has ended.", { param: "from_subscription" });
  const [first] = subscription.items;
  const now = nowOf(fakeStripe, subscription.customer);
  const schedule: StoredSchedule = {
    id: newId("sub_sched"),
    created: now,
    customer: subscription.customer,
    subscription: subscription.id,
    status: "active",
    phases: [
      {
        items: subscription.items.map(({ price, quantity }) => ({ price, quantity })),
        start: first?.periodStart ?? now,
        end: first?.periodEnd ?? now,
        proration: "create_prorations",
        restartsAnchor: false,
        metadata: {},
      },
    ],
    current: 0,
    endBehavior: subscription.cancelAtPeriodEnd ? "cancel" : "release",
    releasedSubscription: null,
    releasedAt: null,
    completedAt: null,
    canceledAt: null,
    metadata: {},
  };
  fakeStripe.state.schedules[schedule.id] = schedule;
  subscription.schedule = schedule.id;
  fakeStripe.emit("subscription_schedule.created", showSchedule(fakeStripe, schedule), cause);
  return expandInto(fakeStripe, showSchedule(fakeStripe, schedule), asked.expand);
}

function updateSchedule({ fakeStripe, id, raw, cause }: Call) {
  const asked = readParameters(scheduleUpdate, raw);
  const schedule = activeSchedule(fakeStripe.state, id);
  const now = nowOf(fakeStripe, schedule.customer);
  if (asked.phases) {
    const phases = phasesOf(fakeStripe.state, asked.phases, schedule, now);
    const current = phases.findIndex(({ start, end }) => start <= now && now < end);
    if (current < 0) throw invalidRequest("No phase is current.", { param: "phases" });
    checkCurrent(schedule, phases[current]);
    Object.assign(schedule, { phases, current });
  }
  schedule.endBehavior = asked.end_behavior ?? schedule.endBehavior;
  schedule.metadata = { ...schedule.metadata, ...asked.metadata };
  fakeStripe.emit("subscription_schedule.updated", showSchedule(fakeStripe, schedule), cause);
  return expandInto(fakeStripe, showSchedule(fakeStripe, schedule), asked.expand);
}

type AskedPhase = NonNullable<z.output<typeof scheduleUpdate>["phases"]>[number];
type Phase = StoredSchedule["phases"][number];

/** A phase begins where the one before it ends; the first begins where it has begun. */
function phasesOf(state: State, asked: AskedPhase[], schedule: StoredSchedule, now: number): Phase[] {
  let begin = schedule.phases[schedule.current]?.start ?? now;
  return asked.map((one, at) => {
    const param = `phases[${at}]`;
    const start = one.start_date === "now" ? now : (one.start_date ?? begin);
    if (at > 0 && start !== begin) {
      throw invalidRequest("Each phase must start when the previous phase ends.", { param: `${param}[start_date]` });
    }
    if ((one.end_date === undefined) === (one.duration === undefined)) {
      throw invalidRequest(`Specify one of end_date and duration for ${param}.`, { param: `${param}[end_date]` });
    }
    const { interval = "month", interval_count: count = 1 } = one.duration ?? {};
    const end = one.end_date === "now" ? now : (one.end_date ?? periodsAfter(start, { interval, count }, 1));
    if (end <= start) throw invalidRequest("A phase must end after it starts.", { param: `${param}[end_date]` });
    begin = end;
    for (const { price } of one.items) if (!state.prices[price]) throw noSuch("price", price, `${param}[items]`);
    return {
      items: one.items.map(({ price, quantity = 1 }) => ({ price, quantity })),
      start,
      end,
      proration: one.proration_behavior ?? "create_prorations",
      restartsAnchor: one.billing_cycle_anchor === "phase_start",
      metadata: one.metadata ?? {},
    };
  });
}

/** Its start has passed, and its items are what the subscription has: the demo's fake Stripe changes later phases only. */
function checkCurrent(schedule: StoredSchedule, phase: Phase | undefined) {
  const before = schedule.phases[schedule.current];
  if (phase?.start !== before?.start) {
    throw invalidRequest("You can not modify the start date of the current phase.", { param: "phases[0][start_date]" });
  }
  if (JSON.stringify(phase?.items) !== JSON.stringify(before?.items)) {
    throw invalidRequest("The demo's fake Stripe does not change the items of the current phase.", { param: "phases" });
  }
}

function activeSchedule(state: State, id: string): StoredSchedule {
  const schedule = found(state.schedules, id, "subscription_schedule");
  if (schedule.status === "active") return schedule;
  throw invalidRequest(`You cannot change a subscription schedule that is in the \`${schedule.status}\` status.`);
}
