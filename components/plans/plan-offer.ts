import type { PlanToBuy } from "#lib/credits/plans/plan-terms.ts";

/** A plan's price by the month or by the year, as the store shows it. `amountCents` is in the currency's minor unit. */
export interface PlanOffer extends PlanToBuy {
  plan: string;
  currency: string;
}

/** A plan as the store shows it; null where it is not sold that way. */
export interface ShownPlan {
  slug: string;
  name: string;
  /** What it is for. */
  description: string;
  month: PlanOffer | null;
  year: PlanOffer | null;
}

export type Interval = PlanOffer["interval"];

/** The offers of a plan, one that is sold both by the month and by the year first by the month. */
export function offersOf({ month, year }: ShownPlan): PlanOffer[] {
  return [month, year].filter((offer) => offer !== null);
}

/** Whether the plans need a switch between month and year: a plan that is sold only one way is shown that way. */
export function needSwitch(plans: readonly ShownPlan[]): boolean {
  return plans.some((plan) => offersOf(plan).length > 1);
}

/** What paying a plan by the year saves, in whole percent; 0 when nothing. */
export function yearSaves({ month, year }: ShownPlan): number {
  if (month === null || year === null || month.amountCents === 0) return 0;
  return Math.max(0, Math.floor((1 - year.amountCents / (12 * month.amountCents)) * 100));
}

/** How many days a plan's trial has; 0 when it has none. */
export function trialDaysOf(plan: ShownPlan): number {
  return Math.max(0, ...offersOf(plan).map(({ trialDays }) => trialDays));
}

/** What the form sends for a plan: each of its offers as it was shown, so that a price that changed meanwhile is asked again. */
export function planValue(plan: ShownPlan): string {
  return offersOf(plan).map(offerValue).join(" ");
}

/** The offer that the form means; null when it sent nothing that a page of ours has. */
export function parsePlanValue(
  value: string,
  interval: Interval,
): Omit<PlanOffer, "trialDays" | "trialCredits"> | null {
  const offers = value.split(" ").flatMap(parseOffer);
  return offers.find((offer) => offer.interval === interval) ?? offers[0] ?? null;
}

function offerValue({ plan, interval, currency, amountCents, creditsPerMonth }: PlanOffer): string {
  return [plan, interval, currency, amountCents, creditsPerMonth].join(":");
}

const offerPattern = /^([\w-]{1,60}):(month|year):([a-z]{3}):(\d{1,12}):(\d{1,10})$/;

function parseOffer(value: string): Omit<PlanOffer, "trialDays" | "trialCredits">[] {
  const [, plan, interval, currency, amount, credits] = offerPattern.exec(value) ?? [];
  if (plan === undefined || currency === undefined || (interval !== "month" && interval !== "year")) return [];
  return [{ plan, interval, currency, amountCents: Number(amount), creditsPerMonth: Number(credits) }];
}
