/** How long a period of a price lasts. */
export type Recurring = { interval: "day" | "week" | "month" | "year"; count: number };

const daySeconds = 24 * 3600;

/** An instant some periods after an anchor, in UTC; a month that is too short ends on its last day. */
export function periodsAfter(anchor: number, { interval, count }: Recurring, times: number): number {
  if (interval === "day") return anchor + times * count * daySeconds;
  if (interval === "week") return anchor + times * count * 7 * daySeconds;
  const date = new Date(anchor * 1000);
  const month = date.getUTCMonth() + times * count * (interval === "year" ? 12 : 1);
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(date.getUTCDate(), lastDay);
  return Math.floor(date.setUTCFullYear(date.getUTCFullYear(), month, day) / 1000);
}

/** The first end of a period after an instant, counted from the anchor and never from an end that was clamped. */
export function nextEnd(anchor: number, recurring: Recurring, after: number): number {
  const rough = (periodsAfter(anchor, recurring, 1) - anchor) * 1.1;
  let times = Math.floor((after - anchor) / rough) - 1;
  while (periodsAfter(anchor, recurring, times) <= after) times += 1;
  return periodsAfter(anchor, recurring, times);
}
