import {
  addCalendarMonths,
  addDays,
  type CalendarUnit,
  calendarUnits,
  countDays,
  isDay,
} from "#lib/format/calendar.ts";

/** The stretches of days that the form offers. */
export const spans = ["30-days", "90-days", "period", "12-months", "chosen"] as const;
export type Span = (typeof spans)[number];

/** What use can be divided by. */
export const groups = ["feature", "kind", "platform"] as const;
export type Group = (typeof groups)[number];

/** What the address of the page says. */
export interface UsageQuery {
  span: Span;
  from: string | null;
  to: string | null;
  unit: CalendarUnit | null;
  group: Group;
}

/** Chosen days that cannot be shown, and why. */
export type DaysFault = "missing" | "reversed" | "too-long";

/** The days that are shown (both inclusive), how they are divided, and the days before them that they are compared with. */
export interface ShownDays {
  from: string;
  to: string;
  unit: CalendarUnit;
  before: { from: string; to: string };
}

type Search = Record<string, string | string[] | undefined>;

const mostDays = 366;
/** With more of them than this, days are shown as weeks, and weeks as months: bars must stay wide enough to be pressed. */
const mostBars = 100;

/** Reads the address; what is not known is as if it were missing. */
export function parseUsageQuery(search: Search): UsageQuery {
  const one = (name: string) => [search[name]].flat()[0] ?? "";
  const day = (name: string) => (isDay(one(name)) ? one(name) : null);
  return {
    span: spans.find((span) => span === one("span")) ?? "30-days",
    from: day("from"),
    to: day("to"),
    unit: calendarUnits.find((unit) => unit === one("by")) ?? null,
    group: groups.find((group) => group === one("group")) ?? "kind",
  };
}

/** The address that restores a query. */
export function usageAddress({ span, from, to, unit, group }: UsageQuery): string {
  const days = span === "chosen" ? [...(from ? [["from", from]] : []), ...(to ? [["to", to]] : [])] : [];
  return new URLSearchParams([["span", span], ...days, ...(unit ? [["by", unit]] : []), ["group", group]]).toString();
}

/** The days that a query asks for, on a day and in a period of a plan that began on a day (null without one). */
export function daysOf(
  query: UsageQuery,
  { today, periodStart }: { today: string; periodStart: string | null },
): ShownDays | DaysFault {
  const stretch = stretchOf(query, today, periodStart);
  if (stretch.from === null || stretch.to === null) return "missing";
  const { from, to } = { from: stretch.from, to: stretch.to };
  const count = countDays(from, to);
  if (count < 1) return "reversed";
  if (count > mostDays) return "too-long";
  return { from, to, unit: unitOf(query.unit, count), before: { from: addDays(from, -count), to: addDays(from, -1) } };
}

function stretchOf({ span, from, to }: UsageQuery, today: string, periodStart: string | null) {
  switch (span) {
    case "30-days":
      return { from: addDays(today, -29), to: today };
    case "90-days":
      return { from: addDays(today, -89), to: today };
    case "period":
      return { from: periodStart ?? addDays(addCalendarMonths(today, -1), 1), to: today };
    case "12-months":
      return { from: addDays(addCalendarMonths(today, -12), 1), to: today };
    case "chosen":
      return { from, to };
  }
}

function unitOf(unit: CalendarUnit | null, days: number): CalendarUnit {
  if (unit === null) return days <= 31 ? "day" : days <= 120 ? "week" : "month";
  return unit === "day" && days > mostBars ? "week" : unit;
}
