/** Whole days that a pace is made from, at most: four weeks, so that each weekday counts as often as the others. */
export const paceDays = 28;

/** With fewer days of use in them than this, nothing is said. */
const leastDaysOfUse = 7;

/** Expected use in credits, not rounded. */
export interface Pace {
  perDay: number;
  /** What is expected in the 24 hours from now, in the 24 hours after them, and so on; the eighth is the first again. */
  week: readonly number[];
}

/**
 * The pace of use from the whole days before today, oldest first: whole credits used on each, at most the last 28, from the
 * day of the first use on. The last week counts four times, the week before it three times, and so on. Four whole
 * weeks tell the weekdays apart; fewer days tell one number for all. Null with less than seven days of use.
 */
export function paceOf(days: readonly number[]): Pace | null {
  const known = days.slice(-paceDays);
  if (known.filter((used) => used > 0).length < leastDaysOfUse) return null;
  const back = known.toReversed();
  const perDay = weightedMean(back, (_, index) => weightOf(index));
  if (perDay <= 0) return null;
  const weekday = (ahead: number) =>
    weightedMean(back, (_, index) => ((index + 1 + ahead) % 7 === 0 ? weightOf(index) : 0));
  const week = Array.from({ length: 7 }, (_, ahead) =>
    known.length === paceDays ? Math.max(0, weekday(ahead)) : perDay,
  );
  return { perDay, week };
}

/** The weight of a day: yesterday has index 0. */
function weightOf(index: number): number {
  return 4 - Math.floor(index / 7);
}

function weightedMean(values: readonly number[], weight: (value: number, index: number) => number): number {
  const sum = values.reduce((total, value, index) => total + value * weight(value, index), 0);
  return sum / values.reduce((total, value, index) => total + weight(value, index), 0);
}

/** The credits that a pace uses within so many days from now, not rounded. */
export function usedWithin({ week }: Pace, days: number): number {
  const whole = Math.floor(days);
  const weekSum = week.reduce((sum, used) => sum + used, 0);
  const rest = week.slice(0, whole % 7).reduce((sum, used) => sum + used, 0);
  return Math.floor(whole / 7) * weekSum + rest + (days - whole) * (week[whole % 7] ?? 0);
}
