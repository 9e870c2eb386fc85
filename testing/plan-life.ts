import fc from "fast-check";
import { type Bought, wayToChange } from "#lib/billing/plans/way-to-change.ts";
import type { StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { lineOf, type Plans } from "./plans.ts";

const offers = {
  price_pro: { id: "price_pro", interval: "month", amountCents: 999, creditsPerMonth: 1_200 },
  price_pro_year: { id: "price_pro_year", interval: "year", amountCents: 9_588, creditsPerMonth: 1_200 },
  price_max: { id: "price_max", interval: "month", amountCents: 1_999, creditsPerMonth: 3_000 },
} as const;
type Price = keyof typeof offers;
const price = fc.constantFrom<Price>("price_pro", "price_pro_year", "price_max");

/** What can happen to a subscription. `operator` changes it in Stripe's dashboard, with prorations. */
export type Step =
  | { type: "renew"; declined: boolean }
  | { type: "recover" }
  | { type: "change"; to: Price }
  | { type: "operator"; to: "price_pro" | "price_max"; seats: number }
  | { type: "cancel" }
  | { type: "resume" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant("renew"), declined: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("recover") }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("change"), to: price }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant("operator"),
      to: fc.constantFrom("price_pro", "price_max"),
      seats: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("cancel") }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("resume") }) },
);

/** The life of a subscription: how it begins, and what happens then, in order. */
export interface Life {
  price: Price;
  trial: boolean;
  /** Months ago, and days before that: anchors on every day of a month. */
  begun: number;
  days: number;
  steps: Step[];
}

/** Random lives. A life that began long ago has all its months behind it, another has some to come. */
export const lives: fc.Arbitrary<Life> = fc.record({
  price,
  trial: fc.boolean(),
  begun: fc.integer({ min: 1, max: 40 }),
  days: fc.integer({ min: 0, max: 30 }),
  steps: fc.array(step, { maxLength: 10 }),
});

/** What the rule grants (above 0) or takes for a seat's month of the life's n-th paid invoice, by our own count. */
export type Expected = Map<string, number>;

const dayMs = 24 * 3600 * 1000;

/**
 * Lives a life at the Stripe of `plans`, a step a call. `expected` has what the invoices that are paid by then must grant,
 * counted here by the rule's table and not by the product's code; its keys are the invoice, the seat and the month's start.
 */
export function beginLife(plans: Plans, { customer, life, now }: { customer: string; life: Life; now: Date }) {
  const expected: Expected = new Map();
  const startedAt = new Date(addMonths(now, -life.begun).getTime() - life.days * dayMs);
  startedAt.setUTCMilliseconds(0);
  const trialEnd = life.trial ? new Date(startedAt.getTime() + 7 * dayMs) : null;
  const periodEnd = trialEnd ?? endOf(life.price, startedAt);
  const status = life.trial ? "trialing" : "active";
  const anchor = trialEnd ?? startedAt;
  let own = plans.subscribe(customer, { price: life.price, startedAt, anchor, periodEnd, trialEnd, status });
  let paid: Price = life.price;
  let open: { id: string; grants: () => void } | null = null;

  const set = (changes: Partial<StripeSubscription>) => {
    own = { ...own, ...changes };
    plans.objects.subscriptions.set(own.id, own);
  };
  const billed = () => (own.price ?? "price_pro") as Price;
  if (life.trial) {
    const { id } = plans.bill(own, [lineOf(startedAt, periodEnd, { price: life.price, amountCents: 0 })]);
    expect(id, 1, startedAt, life.price === "price_max" ? 0 : 20);
  } else billPeriod(true);

  function expect(invoice: string, seat: number, month: Date, credits: number) {
    if (credits !== 0) expected.set(`${invoice}:${seat}:${month.toISOString()}`, credits);
  }

  function billPeriod(isPaid: boolean) {
    const [of, { periodStart, quantity }] = [billed(), own];
    const line = lineOf(periodStart, own.periodEnd, {
      price: of,
      quantity,
      amountCents: offers[of].amountCents * quantity,
    });
    const { id } = plans.bill(own, [line], { paid: isPaid });
    const months = offers[of].interval === "year" ? 12 : 1;
    const [from, first] = [own.anchor, monthsBetween(own.anchor, periodStart)];
    const grants = () => {
      paid = of;
      for (let seat = 1; seat <= quantity; seat += 1)
        for (let month = 0; month < months; month += 1)
          expect(id, seat, addMonths(from, first + month), offers[of].creditsPerMonth);
    };
    if (isPaid) grants();
    else open = { id, grants };
  }

  function renew(declined: boolean) {
    if (open !== null) return;
    if (own.cancelAt !== null) return set({ status: "canceled", endedAt: own.cancelAt });
    const next = own.schedule?.nextPrice ?? billed();
    const periodStart = own.periodEnd;
    set({ price: next, schedule: null, periodStart, trialEnd: null, status: declined ? "past_due" : "active" });
    const months = offers[billed()].interval === "year" ? 12 : 1;
    set({ periodEnd: addMonths(own.anchor, monthsBetween(own.anchor, periodStart) + months) });
    billPeriod(!declined);
  }

  function change(to: Price) {
    if (own.cancelAt !== null || (own.status !== "active" && own.status !== "trialing")) return;
    const scheduled = own.schedule === null ? null : offers[own.schedule.nextPrice as Price];
    const isTrial = own.status === "trialing";
    const bought: Bought = { billed: offers[billed()], paid: offers[paid], scheduled, isTrial };
    const way = wayToChange(bought, offers[to]);
    if (way === "none") return;
    set({ schedule: way === "schedule" ? { id: "sub_sched", nextPrice: to } : null });
    if (way === "renewal" || way === "restore") set({ price: to });
    if (way !== "today") return;
    const at = within(own);
    set({ price: to, status: "active", trialEnd: null, periodStart: at, anchor: at, periodEnd: endOf(to, at) });
    billPeriod(true);
  }

  function operate(to: Price, seats: number) {
    const isMonthly = offers[billed()].interval === "month" && offers[paid].interval === "month";
    if (own.status !== "active" || !isMonthly || open !== null || (to === billed() && seats === own.quantity)) return;
    const [at, from, before] = [within(own), billed(), own.quantity];
    const { periodStart: start, periodEnd: end } = own;
    const back = { price: from, quantity: before, amountCents: -100, proration: true, givesBack: true };
    const charge = { price: to, quantity: seats, amountCents: 100, proration: true };
    set({ price: to, quantity: seats, schedule: null });
    const { id } = plans.bill(own, [lineOf(at, end, back), lineOf(at, end, charge)]);
    paid = to;
    for (let seat = 1; seat <= Math.max(before, seats); seat += 1) {
      const rate =
        (seat <= seats ? offers[to].creditsPerMonth : 0) - (seat <= before ? offers[from].creditsPerMonth : 0);
      const share = (rate * (end.getTime() - at.getTime())) / (end.getTime() - start.getTime());
      expect(id, seat, start, Math.floor(share));
    }
  }

  return {
    expected,
    subscription: () => own.id,
    take(next: Step) {
      if (own.endedAt !== null) return;
      if (next.type === "renew") renew(next.declined);
      else if (next.type === "change") change(next.to);
      else if (next.type === "operator") operate(next.to, next.seats);
      else if (next.type === "cancel") set({ cancelAt: own.periodEnd, schedule: null });
      else if (next.type === "resume") set({ cancelAt: null });
      else if (open !== null) {
        const invoice = plans.objects.invoices.get(open.id);
        if (invoice !== undefined) plans.objects.invoices.set(open.id, { ...invoice, paid: true });
        open.grants();
        open = null;
        set({ status: "active" });
      }
    },
  };
}

function endOf(of: Price, start: Date): Date {
  return addMonths(start, offers[of].interval === "year" ? 12 : 1);
}

/** A third of the way into the running period, at a whole second. */
function within({ periodStart, periodEnd }: StripeSubscription): Date {
  const seconds = Math.floor((2 * periodStart.getTime() + periodEnd.getTime()) / 3_000);
  return new Date(seconds * 1_000);
}

function monthsBetween(anchor: Date, at: Date): number {
  for (let count = 0; ; count += 1) if (addMonths(anchor, count) >= at) return count;
}
