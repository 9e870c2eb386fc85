import type { StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { offers, type Price } from "./plan-steps.ts";
import { lineOf } from "./plans.ts";

/** At a whole second within the running period, so many thousandths into it. */
export function within({ periodStart, periodEnd }: StripeSubscription, moment: number): Date {
  const ms = ((periodEnd.getTime() - periodStart.getTime()) * moment) / 1_000;
  return new Date(Math.floor((periodStart.getTime() + ms) / 1_000) * 1_000);
}

/** What is bought, and how many seats of it. */
interface Items {
  price: Price;
  quantity: number;
}

/** A change in the middle of a period: what is left of it is given back at the old items, and charged at the new ones. */
export interface Proration {
  at: Date;
  start: Date;
  end: Date;
  anchor: Date;
  from: Items;
  to: Items;
}

/** Its lines on an invoice. */
export function linesOf(all: readonly Proration[]) {
  return all.flatMap(({ at, end, from, to }) => [
    lineOf(at, end, { ...from, amountCents: -100, proration: true, givesBack: true }),
    lineOf(at, end, { ...to, amountCents: 100, proration: true }),
  ]);
}

/** The credits a month of a seat. */
export function rateOf({ price, quantity }: Items, seat: number): number {
  return seat <= quantity ? offers[price].creditsPerMonth : 0;
}

/** The months of a proration's period that it touches. */
export function monthsFrom({ at, start, end, anchor }: Proration): [Date, Date][] {
  const [first, last] = [monthsBetween(anchor, start), monthsBetween(anchor, end)];
  const months = Array.from({ length: last - first }, (_, index): [Date, Date] => [
    addMonths(anchor, first + index),
    addMonths(anchor, first + index + 1),
  ]);
  return months.filter(([, monthEnd]) => monthEnd > at);
}

/** Rounded towards the smaller number. */
export function floorOf(part: bigint, of: bigint): bigint {
  return part / of - (part % of < 0n ? 1n : 0n);
}

/** How many months after an anchor an instant is, rounded up. */
export function monthsBetween(anchor: Date, at: Date): number {
  for (let count = 0; ; count += 1) if (addMonths(anchor, count) >= at) return count;
}
