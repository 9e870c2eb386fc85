import { dayNumber, startOfDay } from "./dates.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** The lengths that a stretch of days can be divided into. */
export const calendarUnits = ["day", "week", "month"] as const;
export type CalendarUnit = (typeof calendarUnits)[number];

/** A part of a stretch of calendar days (YYYY-MM-DD, both inclusive): a day, or a week or month as far as it lies within. */
export interface CalendarPart {
  from: string;
  to: string;
  start: Date;
  /** Exclusive: where the next part starts. */
  end: Date;
}

/** The day so many days after another. Both are YYYY-MM-DD. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);
}

/** How many days a stretch has, with both its ends; 0 or less when it ends before it begins. */
export function countDays(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / dayMs + 1;
}

/** The same day so many months later or earlier; a day that the month lacks becomes its last. */
export function addCalendarMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Whether a text is a calendar day as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  return startOfDay(text, "UTC") !== null;
}

/** Divides a stretch of days, in order. Weeks begin on Monday. Parts begin and end with the days of the zone. */
export function divideDays(
  { from, to }: { from: string; to: string },
  unit: CalendarUnit,
  timeZone: string,
): CalendarPart[] {
  const starts = startsOf({ from, to }, unit);
  const instants = [...starts, addDays(to, 1)].map((day) => instantOf(day, timeZone));
  return starts.map((day, index) => ({
    from: day,
    to: addDays(starts[index + 1] ?? addDays(to, 1), -1),
    start: instants[index] ?? new Date(Number.NaN),
    end: instants[index + 1] ?? new Date(Number.NaN),
  }));
}

function startsOf({ from, to }: { from: string; to: string }, unit: CalendarUnit): string[] {
  const starts: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) if (day === from || begins(day, unit)) starts.push(day);
  return starts;
}

function begins(day: string, unit: CalendarUnit): boolean {
  if (unit === "week") return new Date(day).getUTCDay() === 1;
  return unit === "day" || day.endsWith("-01");
}

/** A day that a zone left out, when it crossed the date line, starts where the next one does. */
function instantOf(day: string, timeZone: string): Date {
  const at = startOfDay(day, timeZone) ?? startOfDay(addDays(day, 1), timeZone);
  if (at === null) throw new Error(`${day} is not a day`);
  return at;
}

/** The calendar day (YYYY-MM-DD) that an instant falls on in a zone. */
export function dayOf(at: Date, timeZone: string): string {
  return new Date(dayNumber(at, { timeZone }) * dayMs).toISOString().slice(0, 10);
}
