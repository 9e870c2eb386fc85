/** A stretch of time: `end` is exclusive. */
export interface Period {
  start: Date;
  end: Date;
}

/**
 * The instant that lies so many months after an anchor (before it, when negative), at the same time of day in UTC. A day
 * that the month lacks becomes its last: 31 January, 28 February, 31 March.
 */
export function addMonths(anchor: Date, count: number): Date {
  const [year, month] = [anchor.getUTCFullYear(), anchor.getUTCMonth() + count];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const timeOfDay = anchor.getTime() - Date.UTC(year, anchor.getUTCMonth(), anchor.getUTCDate());
  return new Date(Date.UTC(year, month, Math.min(anchor.getUTCDate(), lastDay)) + timeOfDay);
}

/**
 * The months, counted from an anchor, that a period touches, in order. They are whole: the first can begin before the
 * period and the last can end after it. Empty when the period is.
 */
export function monthsOf(period: Period, anchor: Date): Period[] {
  const months: Period[] = [];
  if (period.start >= period.end) return months;
  let count = monthsFrom(anchor, period.start);
  for (let start = addMonths(anchor, count); start < period.end; count += 1) {
    const end = addMonths(anchor, count + 1);
    months.push({ start, end });
    start = end;
  }
  return months;
}

/**
 * The anchor to count the months of a paid period from: the first of `known` (the subscription's, then those of its earlier
 * invoices) that the period fits. It may fit none: a subscription that starts again today has a new anchor, and older
 * invoices keep theirs. Then a whole period tells it by its ends, and a part of one by its end.
 */
export function anchorOf(period: Period, { known, whole }: { known: readonly Date[]; whole: boolean }): Date {
  const candidates = whole ? [...known, period.start, period.end] : [...known, period.end];
  const fits = (anchor: Date) =>
    isMonthBoundary(period.end, anchor) && (!whole || isMonthBoundary(period.start, anchor));
  return candidates.find(fits) ?? period.end;
}

function isMonthBoundary(instant: Date, anchor: Date): boolean {
  return addMonths(anchor, monthsFrom(anchor, instant)).getTime() === instant.getTime();
}

/** How many whole months have passed at an instant since an anchor; negative before it. */
function monthsFrom(anchor: Date, instant: Date): number {
  const years = instant.getUTCFullYear() - anchor.getUTCFullYear();
  const months = years * 12 + instant.getUTCMonth() - anchor.getUTCMonth();
  return addMonths(anchor, months) > instant ? months - 1 : months;
}
