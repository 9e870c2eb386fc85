import { nowOf } from "./clock.ts";
import type { FakeStripe } from "./fake.ts";
import { collectInvoice, finalizeInvoice } from "./invoices/collect.ts";
import { moveOn } from "./schedules/move-on.ts";
import type { StoredCustomer, StoredInvoice, StoredSubscription } from "./state.ts";
import { expirePending } from "./subscriptions/after-invoice.ts";
import { endSubscription } from "./subscriptions/end-subscription.ts";
import { renew } from "./subscriptions/renew.ts";
import { showSubscription } from "./subscriptions/show-subscription.ts";

const daySeconds = 24 * 3600;
const incompleteSeconds = 23 * 3600;

type Step = { at: number; run: () => void };

/** Does what falls due for some customers up to an instant, in the order of time. `reach` sets their clocks. */
export function runUntil(
  fakeStripe: FakeStripe,
  customers: StoredCustomer[],
  { until, reach }: { until: number; reach: (at: number) => void },
) {
  const ids = new Set(customers.map(({ id }) => id));
  runSteps(fakeStripe, (customer) => (ids.has(customer) ? until : null), reach);
  reach(until);
}

/** Does what has fallen due of every customer whose clock runs with ours. */
export function runWhatIsDue(fakeStripe: FakeStripe) {
  const { customers } = fakeStripe.state;
  const isRunning = (customer: string) => customers[customer]?.testClock === null;
  runSteps(fakeStripe, (customer) => (isRunning(customer) ? nowOf(fakeStripe, customer) : null));
}

/** Until when each customer's steps are due; null for one that is left alone. */
type Limit = (customer: string) => number | null;

function runSteps(fakeStripe: FakeStripe, limit: Limit, reach?: (at: number) => void) {
  for (let steps = 0; steps < 20_000; steps += 1) {
    const due = stepsDue(fakeStripe, limit);
    if (due.length === 0) return;
    const next = due.reduce((first, one) => (one.at < first.at ? one : first));
    reach?.(next.at);
    next.run();
  }
}

/** Of one instant, what stands first here happens first. */
function stepsDue(fakeStripe: FakeStripe, limit: Limit): Step[] {
  const { subscriptions, invoices } = fakeStripe.state;
  const of = (customer: string, steps: Step[]) => {
    const until = steps.length === 0 ? null : limit(customer);
    return until === null ? [] : steps.filter(({ at }) => at <= until);
  };
  const running = Object.values(subscriptions).filter((one) => one.endedAt === null);
  return [
    ...running.flatMap((one) => of(one.customer, stepsOfSubscription(fakeStripe, one))),
    ...Object.values(invoices).flatMap((one) => of(one.customer, stepsOfInvoice(fakeStripe, one))),
  ];
}

function stepsOfSubscription(fakeStripe: FakeStripe, subscription: StoredSubscription): Step[] {
  const { status, trialEnd, cancelAt, pendingUpdate, created } = subscription;
  const steps: Step[] = [];
  const schedule = fakeStripe.state.schedules[subscription.schedule ?? ""];
  const phase = schedule?.status === "active" ? schedule.phases[schedule.current] : undefined;
  if (schedule && phase) steps.push({ at: phase.end, run: () => moveOn(fakeStripe, schedule, phase.end) });
  if (status === "trialing" && trialEnd !== null && !subscription.trialEndAnnounced) {
    steps.push({ at: trialEnd - 3 * daySeconds, run: () => announceTrialEnd(fakeStripe, subscription) });
  }
  if (pendingUpdate) {
    const at = pendingUpdate.expiresAt;
    steps.push({ at, run: () => expirePending(fakeStripe, subscription, at) });
  }
  if (status === "incomplete") {
    const at = created + incompleteSeconds;
    steps.push({ at, run: () => endSubscription(fakeStripe, subscription, { now: at, reason: null }) });
    return steps;
  }
  if (cancelAt !== null) {
    const ending = { now: cancelAt, reason: "cancellation_requested" } as const;
    steps.push({ at: cancelAt, run: () => endSubscription(fakeStripe, subscription, ending) });
  }
  const at = subscription.items[0]?.periodEnd;
  if (at !== undefined) steps.push({ at, run: () => renew(fakeStripe, subscription, at) });
  return steps;
}

function announceTrialEnd(fakeStripe: FakeStripe, subscription: StoredSubscription) {
  subscription.trialEndAnnounced = true;
  fakeStripe.emit("customer.subscription.trial_will_end", showSubscription(fakeStripe, subscription));
}

function stepsOfInvoice(fakeStripe: FakeStripe, invoice: StoredInvoice): Step[] {
  const { finalizesAt, nextAttempt } = invoice;
  if (invoice.status === "draft" && finalizesAt !== null) {
    return [{ at: finalizesAt, run: () => sendInvoice(fakeStripe, invoice, finalizesAt) }];
  }
  if (invoice.status === "open" && nextAttempt !== null) {
    return [{ at: nextAttempt, run: () => void collectInvoice(fakeStripe, invoice, { now: nextAttempt }) }];
  }
  return [];
}

function sendInvoice(fakeStripe: FakeStripe, invoice: StoredInvoice, now: number) {
  finalizeInvoice(fakeStripe, invoice, now);
  if (invoice.autoAdvance) collectInvoice(fakeStripe, invoice, { now });
}
