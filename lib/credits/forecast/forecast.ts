import type { Batch } from "#lib/credits/batch.ts";
import { endOfPlanBatch } from "#lib/credits/plans/end-of-plan-batch.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { type Pace, paceOf, usedWithin } from "./pace.ts";
import { type ExpectedUse, runDown } from "./run-down.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** How far a forecast looks, in days. */
export const forecastDays = 365;

/** How long credits last, and what of them is not used in time. Estimates, in whole credits. */
export interface Forecast {
  perDay: number;
  /** When credits no longer cover a day's use; null when they last for all of the 365 days. */
  endsAt: Date | null;
  /** What batches that end within the 365 days are expected to lose, by their end. */
  unused: { batch: number; amount: number; expiresAt: Date }[];
}

/** What a forecast is made from. */
export interface ForecastInput {
  /** The live batches. */
  batches: readonly Batch[];
  /** Whole credits used on each whole day before today, oldest first, from the day of the first use on. */
  days: readonly number[];
  /** The next credits of a plan, which then come every month; null when nothing comes. */
  next: { at: Date; amount: number } | null;
  now: Date;
}

/** Forecasts an account from its use; null while there is too little of it (`paceOf`). */
export function forecast({ batches, days, next, now }: ForecastInput): Forecast | null {
  const pace = paceOf(days);
  if (pace === null) return null;
  const all = [...batches, ...comingBatches(batches, next, now)];
  const run = runDown(all, expectUse(pace, all, now));
  const known = new Set(batches.map(({ number }) => number));
  const until = addDays(now, forecastDays);
  const unused = run.batches
    .flatMap(({ number: batch, remaining: amount, expiresAt }) =>
      known.has(batch) && amount > 0 && expiresAt !== null && expiresAt <= until ? [{ batch, amount, expiresAt }] : [],
    )
    .toSorted((a, b) => a.expiresAt.getTime() - b.expiresAt.getTime());
  return { perDay: Math.max(1, Math.round(pace.perDay)), endsAt: run.endsAt, unused };
}

/** The batches that a plan brings: the same amount every month, which ends as the credits of plans do. */
export function comingBatches(batches: readonly Batch[], next: ForecastInput["next"], now: Date): Batch[] {
  if (next === null) return [];
  const newest = batches.reduce((most, { number }) => Math.max(most, number), 0);
  const coming: Batch[] = [];
  for (let month = 0; addMonths(next.at, month) < addDays(now, forecastDays); month += 1) {
    const grantedAt = addMonths(next.at, month);
    coming.push({
      number: newest + month + 1,
      kind: "subscription",
      granted: next.amount,
      remaining: next.amount,
      held: 0,
      forfeited: 0,
      revocation: null,
      grantedAt,
      expiresAt: endOfPlanBatch(addMonths(next.at, month + 1), grantedAt),
      source: "plan",
      sourceId: null,
      returnedFrom: null,
      label: "",
    });
  }
  return coming;
}

/**
 * The whole credits that a pace uses in the 365 days: of each day, and of its parts before and after a batch comes or ends.
 * Each amount stands at the start of its part, so that what ends with the part can cover it.
 */
export function expectUse(pace: Pace, batches: readonly Batch[], now: Date): ExpectedUse[] {
  const until = addDays(now, forecastDays).getTime();
  const days = Array.from({ length: forecastDays + 1 }, (_, day) => addDays(now, day).getTime());
  const changes = batches
    .flatMap(({ grantedAt, expiresAt }) => [grantedAt, ...(expiresAt === null ? [] : [expiresAt])])
    .map((at) => at.getTime())
    .filter((at) => at > now.getTime() && at < until);
  const moments = [...new Set([...days, ...changes])].toSorted((a, b) => a - b);
  const usedBy = (at: number) => Math.floor(usedWithin(pace, (at - now.getTime()) / dayMs));
  return moments.slice(0, -1).flatMap((at, index) => {
    const amount = usedBy(moments[index + 1] ?? at) - usedBy(at);
    return amount > 0 ? [{ at: new Date(at), amount }] : [];
  });
}

function addDays(at: Date, days: number): Date {
  return new Date(at.getTime() + days * dayMs);
}
