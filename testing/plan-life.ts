import { type Bought, wayToChange } from "#lib/billing/plans/way-to-change.ts";
import type { StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { type Life, type OperatorStep, offers, type Price, type Step } from "./plan-steps.ts";
import { lineOf, type Plans } from "./plans.ts";
import { floorOf, linesOf, monthsBetween, monthsFrom, type Proration, rateOf, within } from "./prorations.ts";

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
  /** Prorations that wait for the renewal's invoice. */
  let waiting: Proration[] = [];

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

  function billPeriod(isPaid: boolean, { oneOff = false, prorated = [] as Proration[] } = {}) {
    const [of, { periodStart, quantity }] = [billed(), own];
    const amountCents = offers[of].amountCents * quantity;
    const lines = [lineOf(periodStart, own.periodEnd, { price: of, quantity, amountCents }), ...linesOf(prorated)];
    if (oneOff) lines.push(lineOf(periodStart, periodStart, { price: null, ofSubscription: false, amountCents: 500 }));
    const { id } = plans.bill(own, lines, { paid: isPaid });
    const months = offers[of].interval === "year" ? 12 : 1;
    const [from, first] = [own.anchor, monthsBetween(own.anchor, periodStart)];
    const grants = () => {
      paid = of;
      for (let seat = 1; seat <= quantity; seat += 1)
        for (let month = 0; month < months; month += 1)
          expect(id, seat, addMonths(from, first + month), offers[of].creditsPerMonth);
      expectProrations(id, prorated);
    };
    if (isPaid) grants();
    else open = { id, grants };
  }

  function renew(declined: boolean, oneOff: boolean) {
    if (open !== null) return;
    if (own.cancelAt !== null) return set({ status: "canceled", endedAt: own.cancelAt });
    const next = own.schedule?.nextPrice ?? billed();
    const periodStart = own.periodEnd;
    set({ price: next, schedule: null, periodStart, trialEnd: null, status: declined ? "past_due" : "active" });
    const months = offers[billed()].interval === "year" ? 12 : 1;
    set({ periodEnd: addMonths(own.anchor, monthsBetween(own.anchor, periodStart) + months) });
    const prorated = waiting;
    waiting = [];
    billPeriod(!declined, { oneOff, prorated });
  }

  function change({ to, at: moment, declined }: Extract<Step, { type: "change" }>) {
    if (own.cancelAt !== null || (own.status !== "active" && own.status !== "trialing")) return;
    const scheduled = own.schedule === null ? null : offers[own.schedule.nextPrice as Price];
    const isTrial = own.status === "trialing";
    const bought: Bought = { billed: offers[billed()], paid: offers[paid], scheduled, isTrial };
    const way = wayToChange(bought, offers[to]);
    if (way === "none") return;
    if (way === "today" && declined) {
      // The plan that runs stays; the invoice of the change is never paid.
      const at = within(own, moment);
      plans.bill(own, [lineOf(at, endOf(to, at), { price: to })], { paid: false });
      return;
    }
    set({ schedule: way === "schedule" ? { id: "sub_sched", nextPrice: to } : null });
    if (way === "renewal" || way === "restore") set({ price: to });
    if (way !== "today") return;
    const at = within(own, moment);
    const prorated = waiting;
    waiting = [];
    set({ price: to, status: "active", trialEnd: null, periodStart: at, anchor: at, periodEnd: endOf(to, at) });
    billPeriod(true, { prorated });
  }

  function operate({ to, seats, at, times, withRenewal }: OperatorStep) {
    const isYearly = offers[billed()].interval === "year";
    if (own.status !== "active" || open !== null || own.schedule !== null) return;
    // A plan that was lowered for the renewal has been paid for at another price.
    if (billed() !== paid) return;
    const before = { price: billed(), quantity: own.quantity };
    const price = isYearly ? billed() : to;
    const target = { price, quantity: price === before.price && seats === before.quantity ? seats + 1 : seats };
    const { periodStart: start, periodEnd: end } = own;
    const made = Array.from({ length: times }, (_, index): Proration => {
      const moved = within(own, at + Math.floor(((999 - at) * index) / times));
      const [from, next] = index % 2 === 0 ? [before, target] : [target, before];
      return { at: moved, start, end, anchor: own.anchor, from, to: next };
    });
    const last = made.at(-1)?.to ?? before;
    set({ price: last.price, quantity: last.quantity });
    paid = last.price;
    if (withRenewal) waiting.push(...made);
    else {
      const { id } = plans.bill(own, linesOf(made));
      expectProrations(id, made);
    }
  }

  /** A trial is ended today and its plan paid, or extended: its days stay, and its credits come once. */
  function moveTrial({ at: moment, extended }: Extract<Step, { type: "trial" }>) {
    if (own.status !== "trialing" || own.cancelAt !== null) return;
    const at = within(own, moment);
    if (extended) {
      const trialEnd = new Date(own.periodEnd.getTime() + 3 * dayMs);
      set({ trialEnd, periodEnd: trialEnd, anchor: trialEnd });
      plans.bill(own, [lineOf(at, trialEnd, { price: billed(), amountCents: 0 })]);
      return;
    }
    set({ status: "active", trialEnd: at, anchor: at, periodStart: at, periodEnd: endOf(billed(), at) });
    billPeriod(true);
  }

  /** By seat and month, the shares of all lines of an invoice are added and rounded down once. */
  function expectProrations(invoice: string, all: readonly Proration[]) {
    const shares = new Map<string, { seat: number; month: Date; part: bigint; of: bigint }>();
    for (const one of all) {
      for (let seat = 1; seat <= Math.max(one.from.quantity, one.to.quantity); seat += 1) {
        const rate = rateOf(one.to, seat) - rateOf(one.from, seat);
        for (const [monthStart, monthEnd] of monthsFrom(one)) {
          const ms = monthEnd.getTime() - Math.max(one.at.getTime(), monthStart.getTime());
          const key = `${seat} ${monthStart.getTime()}`;
          const part = (shares.get(key)?.part ?? 0n) + BigInt(rate) * BigInt(ms);
          shares.set(key, { seat, month: monthStart, part, of: BigInt(monthEnd.getTime() - monthStart.getTime()) });
        }
      }
    }
    for (const { seat, month, part, of } of shares.values()) expect(invoice, seat, month, Number(floorOf(part, of)));
  }

  return {
    expected,
    subscription: () => own.id,
    take(next: Step) {
      if (own.endedAt !== null) return;
      if (next.type === "renew") renew(next.declined, next.oneOff);
      else if (next.type === "change") change(next);
      else if (next.type === "operator") operate(next);
      else if (next.type === "trial") moveTrial(next);
      // Of a price that is not ours: an operator's to settle, and nothing is granted.
      else if (next.type === "foreign")
        plans.bill(own, [lineOf(own.periodStart, own.periodEnd, { price: "price_else" })]);
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
