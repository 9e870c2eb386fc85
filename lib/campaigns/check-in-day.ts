/** A check-in, as the next one depends on it. */
export interface CheckIn {
  /** YYYY-MM-DD, in its zone. */
  day: string;
  at: Date;
  timeZone: string;
  /** 1 to 7; a full week begins again. */
  dayInRow: number;
}

/** The zone of a person's days, and when it was set. */
export interface KeptZone {
  timeZone: string;
  changedAt: Date;
}

/** Whether a person can check in, and on which day of theirs; or when they can again. */
export type CheckInDay = { status: "open"; day: string; dayInRow: number } | { status: "done"; nextAt: Date };

const minuteMs = 60 * 1000;
const dayMs = 24 * 60 * minuteMs;

/** The zone that counts now: the one that was asked for, unless another was set in the last 24 hours. */
export function zoneAt(kept: KeptZone | null, asked: string | null, now: Date): KeptZone {
  const timeZone = asked ?? kept?.timeZone ?? "UTC";
  if (kept === null) return { timeZone, changedAt: now };
  const isSettled = now.getTime() - kept.changedAt.getTime() < dayMs;
  return timeZone === kept.timeZone || isSettled ? kept : { timeZone, changedAt: now };
}

/**
 * The day that a check-in now is for. Days only go forward, also when the zone changes, and the first check-in in another
 * zone comes 24 hours after the last one. So there are never more check-ins than days on the calendar, from where it was
 * first to where it is now: a person who moves as far east as possible is one day ahead, once.
 */
export function checkInDay(timeZone: string, last: CheckIn | null, now: Date): CheckInDay {
  const day = dayIn(timeZone, now);
  if (last === null) return { status: "open", day, dayInRow: 1 };
  const earliest = timeZone === last.timeZone ? last.at.getTime() : last.at.getTime() + dayMs;
  if (day > last.day && now.getTime() >= earliest) {
    return { status: "open", day, dayInRow: day === dayAfter(last.day) ? (last.dayInRow % 7) + 1 : 1 };
  }
  return { status: "done", nextAt: new Date(Math.max(earliest, firstInstantAfter(timeZone, last.day, now).getTime())) };
}

/** The calendar day of an instant in a zone, YYYY-MM-DD. */
export function dayIn(timeZone: string, at: Date): string {
  return formatter(timeZone).format(at);
}

/** The first instant from now on at which a zone's calendar shows a later day. */
function firstInstantAfter(timeZone: string, day: string, now: Date): Date {
  if (dayIn(timeZone, now) > day) return now;
  // Days begin on a full minute everywhere. Zones differ by 26 hours at most, and a day has 25 at most.
  let [early, late] = [Math.floor(now.getTime() / minuteMs), Math.floor((now.getTime() + 3 * dayMs) / minuteMs)];
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2);
    if (dayIn(timeZone, new Date(middle * minuteMs)) > day) late = middle;
    else early = middle;
  }
  return new Date(late * minuteMs);
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00.000Z`) + dayMs).toISOString().slice(0, 10);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  // Swedish dates have the form YYYY-MM-DD.
  const made = new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  formatters.set(timeZone, made);
  return made;
}
