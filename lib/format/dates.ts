/** A reader's time zone and language. */
export interface Reader {
  locale: string;
  /** An IANA time zone, such as "Europe/Paris". */
  timeZone: string;
}

/**
 * The last minute in which credits that expire at `expiresAt` (exclusive) can still be used: 00:00 gives 23:59 of the
 * day before.
 */
function lastUsableMinute(expiresAt: Date): Date {
  return new Date(Math.floor((expiresAt.getTime() - 1) / minute) * minute);
}

/** The last usable minute with day, time and zone: "Fri 4 Dec, 23:59 Paris". Another year than this one is added. */
export function formatExpiry(expiresAt: Date, now: Date, reader: Reader): string {
  return formatInstant(lastUsableMinute(expiresAt), now, reader);
}

/**
 * An instant with day, time and zone: "Sat 5 Dec, 00:00 Paris"; the offset is added when a clock change makes the time
 * ambiguous.
 */
export function formatInstant(at: Date, now: Date, reader: Reader): string {
  return `${formatDay(at, now, reader)}, ${formatTime(at, reader)}`;
}

/** A day without its time: "Sat 5 Dec", or "Sat 5 Dec 2027" when it is another year. */
export function formatDay(at: Date, now: Date, reader: Reader): string {
  const day = partsOf(at, reader);
  const year = day.year === partsOf(now, reader).year ? "" : ` ${day.year}`;
  return `${day.weekday} ${day.day} ${day.month}${year}`;
}

/** A day and its month alone, where the year is clear: "5 Dec". */
export function formatDate(at: Date, reader: Reader): string {
  const { day, month } = partsOf(at, reader);
  return `${day} ${month}`;
}

/** A month: "December 2026", or "Dec". */
export function formatMonth(at: Date, { locale, timeZone }: Reader, length: "long" | "short" = "long"): string {
  const year = length === "long" ? ({ year: "numeric" } as const) : {};
  return new Intl.DateTimeFormat(locale, { timeZone, month: length, ...year }).format(at);
}

/** The day that credits can last be used on: the day of the last usable minute. */
export function formatExpiryDay(expiresAt: Date, now: Date, reader: Reader): string {
  return formatDay(lastUsableMinute(expiresAt), now, reader);
}

/** Month and day of the last usable minute, for a date tile. */
export function expiryTile(expiresAt: Date, reader: Reader): { month: string; day: string } {
  const { month, day } = partsOf(lastUsableMinute(expiresAt), reader);
  return { month, day };
}

/** The time alone, where it is clear in which zone: "23:59". */
export function formatClock(at: Date, reader: Reader): string {
  return clock(at, reader);
}

/** Time and zone: "23:59 Paris", or "01:30 (GMT+1) Paris" when that time occurs twice on this day. */
export function formatTime(at: Date, reader: Reader): string {
  const offset = standsTwice(at, reader) ? ` (${offsetName(at, reader)})` : "";
  return `${clock(at, reader)}${offset} ${zoneName(reader.timeZone)}`;
}

/** Calendar days from now until credits can last be used, in the reader's zone: 0 is today, 1 tomorrow. */
export function daysUntilExpiry(expiresAt: Date, now: Date, reader: Reader): number {
  return dayNumber(lastUsableMinute(expiresAt), reader) - dayNumber(now, reader);
}

/** The time until an end within the next 24 hours, rounded down; null when the end has passed or is further away. */
export function timeLeft(end: Date, now: Date): { unit: "minutes" | "hours"; count: number } | null {
  const left = end.getTime() - now.getTime();
  if (left <= 0 || left >= 24 * hour) return null;
  if (left >= hour) return { unit: "hours", count: Math.floor(left / hour) };
  return { unit: "minutes", count: Math.max(1, Math.floor(left / minute)) };
}

/** A zone's name for readers: the current name of its city, or the zone's own name ("UTC"). */
export function zoneName(timeZone: string): string {
  const city = timeZone.startsWith("Etc/") ? timeZone.slice(4) : timeZone.slice(timeZone.lastIndexOf("/") + 1);
  return (citiesToday.get(city) ?? city).replaceAll("_", " ");
}

/** Whether a zone is UTC under one of its names: then no second line repeats a date in UTC. */
export function isUtc(timeZone: string): boolean {
  return zoneName(timeZone) === "UTC";
}

/** Whether this runtime knows the zone; an unknown one must not reach a formatter. */
export function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}

/**
 * The instant at which a calendar day (YYYY-MM-DD) starts in a zone, on days of a clock change too; null when it is not
 * a day.
 */
export function startOfDay(day: string, timeZone: string): Date | null {
  const utc = Date.parse(`${day}T00:00:00Z`);
  // Date.parse lets 30 February roll over into March.
  if (Number.isNaN(utc) || !new Date(utc).toISOString().startsWith(day)) return null;
  const reader = { locale: "en", timeZone };
  // A zone is between 12 hours behind and 14 ahead; the first instant of the day lies in that span.
  for (let at = utc - 14 * hour; at <= utc + 13 * hour; at += 15 * minute) {
    if (dayNumber(new Date(at), reader) === utc / (24 * hour)) return new Date(at);
  }
  return null;
}

// Browsers still name some zones by what their cities were once called.
const citiesToday = new Map([
  ["Asmera", "Asmara"],
  ["Calcutta", "Kolkata"],
  ["Coral_Harbour", "Atikokan"],
  ["Faeroe", "Faroe"],
  ["Godthab", "Nuuk"],
  ["Katmandu", "Kathmandu"],
  ["Kiev", "Kyiv"],
  ["Ponape", "Pohnpei"],
  ["Rangoon", "Yangon"],
  ["Saigon", "Ho_Chi_Minh"],
  ["Truk", "Chuuk"],
]);

let dayFormat: { timeZone: string; format: Intl.DateTimeFormat } | null = null;

const minute = 60_000;
const hour = 60 * minute;

function partsOf(at: Date, { locale, timeZone }: Reader) {
  const parts = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((found) => found.type === type)?.value ?? "";
  return { weekday: part("weekday"), day: part("day"), month: part("month"), year: part("year") };
}

function clock(at: Date, { locale, timeZone }: Reader): string {
  return new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);
}

function standsTwice(at: Date, reader: Reader): boolean {
  const wall = (instant: number) => dayNumber(new Date(instant), reader) + clock(new Date(instant), reader);
  const here = wall(at.getTime());
  return [-1, -0.5, 0.5, 1].some((hours) => wall(at.getTime() + hours * hour) === here);
}

function offsetName(at: Date, { timeZone }: Reader): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" }).formatToParts(at);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}

/** Days since 1970 of the calendar day that the instant falls on in the reader's zone. */
export function dayNumber(at: Date, { timeZone }: Pick<Reader, "timeZone">): number {
  // Making a format takes far longer than using it, and a page asks for the days of one zone.
  if (dayFormat?.timeZone !== timeZone) {
    dayFormat = { timeZone, format: new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }) };
  }
  const [year, month, day] = dayFormat.format.format(at).split("-").map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1) / (24 * hour);
}
