import fc from "fast-check";
import { expect, test } from "vitest";
import { type CheckIn, checkInDay, dayIn, type KeptZone, zoneAt } from "./check-in-day.ts";

const at = (text: string) => new Date(`${text}Z`);
const hourMs = 60 * 60 * 1000;

test.each([
  ["UTC", "2026-11-27T23:59:59.999", "2026-11-27"],
  ["Pacific/Kiritimati", "2026-11-27T10:00", "2026-11-28"],
  ["Pacific/Pago_Pago", "2026-11-27T10:59", "2026-11-26"],
  ["America/New_York", "2026-11-01T04:30", "2026-11-01"],
])("in %s it is at %s the %s", (zone, instant, day) => {
  expect(dayIn(zone, at(instant))).toBe(day);
});

/** A last check-in in Berlin, on its 27 November at 20:00. */
const last: CheckIn = { day: "2026-11-27", at: at("2026-11-27T19:00"), timeZone: "Europe/Berlin", dayInRow: 6 };

test.each([
  ["the same day", "Europe/Berlin", "2026-11-27T22:59", { status: "done", nextAt: at("2026-11-27T23:00") }],
  ["the next day", "Europe/Berlin", "2026-11-27T23:00", { status: "open", day: "2026-11-28", dayInRow: 7 }],
  ["a day left out", "Europe/Berlin", "2026-11-29T12:00", { status: "open", day: "2026-11-29", dayInRow: 1 }],
  ["a zone where it is tomorrow", "Asia/Tokyo", "2026-11-27T19:30", { status: "done", nextAt: at("2026-11-28T19:00") }],
  ["that zone after 24 hours", "Asia/Tokyo", "2026-11-28T19:00", { status: "open", day: "2026-11-29", dayInRow: 1 }],
  ["a zone in the west", "Pacific/Pago_Pago", "2026-11-28T10:00", { status: "done", nextAt: at("2026-11-28T19:00") }],
] as const)("%s: in %s at %s", (_, zone, now, expected) => {
  expect(checkInDay(zone, last, at(now))).toEqual(expected);
});

test("the day after a full week begins a new one", () => {
  const full = { ...last, dayInRow: 7 };
  expect(checkInDay("Europe/Berlin", full, at("2026-11-28T12:00"))).toMatchObject({ status: "open", dayInRow: 1 });
});

test("a day of 25 hours and one of 23 hours are a day each", () => {
  const autumn = { ...last, day: "2026-10-25", at: at("2026-10-24T22:00") };
  expect(checkInDay("Europe/Berlin", autumn, at("2026-10-25T22:59"))).toEqual({
    status: "done",
    nextAt: at("2026-10-25T23:00"),
  });
  const spring = { ...last, day: "2026-03-29", at: at("2026-03-28T23:00") };
  expect(checkInDay("Europe/Berlin", spring, at("2026-03-29T22:00"))).toMatchObject({ day: "2026-03-30" });
});

test("a zone is kept for 24 hours after it was set", () => {
  const kept = { timeZone: "Europe/Berlin", changedAt: at("2026-11-27T12:00") };
  expect(zoneAt(null, null, at("2026-11-27T12:00"))).toEqual({ timeZone: "UTC", changedAt: at("2026-11-27T12:00") });
  expect(zoneAt(kept, null, at("2026-12-27T12:00"))).toBe(kept);
  expect(zoneAt(kept, "Europe/Berlin", at("2026-12-27T12:00"))).toBe(kept);
  expect(zoneAt(kept, "Asia/Tokyo", at("2026-11-28T11:59"))).toBe(kept);
  const now = at("2026-11-28T12:00");
  expect(zoneAt(kept, "Asia/Tokyo", now)).toEqual({ timeZone: "Asia/Tokyo", changedAt: now });
});

const zones = ["Pacific/Pago_Pago", "America/New_York", "UTC", "Asia/Tokyo", "Pacific/Kiritimati"];

/** The check-ins of a person who tries at these instants, each time with a zone of their choice. */
function checkIns(attempts: readonly { now: Date; zone: string }[]): CheckIn[] {
  let zone: KeptZone | null = null;
  const made: CheckIn[] = [];
  for (const attempt of attempts) {
    const asked = zoneAt(zone, attempt.zone, attempt.now);
    const today = checkInDay(asked.timeZone, made.at(-1) ?? null, attempt.now);
    if (today.status === "done") continue;
    zone = asked;
    made.push({ day: today.day, at: attempt.now, timeZone: asked.timeZone, dayInRow: today.dayInRow });
  }
  return made;
}

test("changing the time zone twice a day for 30 days gains nothing over staying in one", () => {
  const begin = at("2026-11-01T00:30").getTime();
  const hours = Array.from({ length: 30 * 24 }, (_, hour) => new Date(begin + hour * hourMs));
  const still = checkIns(hours.map((now) => ({ now, zone: "UTC" })));
  const moving = checkIns(
    hours.map((now, hour) => ({ now, zone: Math.floor(hour / 12) % 2 === 0 ? "UTC" : "Pacific/Kiritimati" })),
  );
  expect(still).toHaveLength(30);
  expect(moving.length).toBeLessThanOrEqual(still.length);
});

test("whatever zones are chosen, there is at most one check-in for each day of the calendar", () => {
  const attempt = fc.record({ hours: fc.integer({ min: 1, max: 13 }), zone: fc.constantFrom(...zones) });
  fc.assert(
    fc.property(fc.array(attempt, { minLength: 20, maxLength: 60 }), (all) => {
      let now = at("2026-11-01T00:00").getTime();
      const made = checkIns(
        all.map(({ hours, zone }) => {
          now += hours * hourMs;
          return { now: new Date(now), zone };
        }),
      );
      const [first, last] = [made[0], made.at(-1)];
      if (first === undefined || last === undefined) throw new Error("the first attempt is always a check-in");
      expect(made.map(({ day }) => day)).toEqual([...new Set(made.map(({ day }) => day))].sort());
      // In one zone, n whole days and a part touch n + 2 days of the calendar; the east is a day ahead of the west.
      const wholeDays = Math.floor((last.at.getTime() - first.at.getTime()) / (24 * hourMs));
      expect(made.length).toBeLessThanOrEqual(wholeDays + 3);
    }),
    { numRuns: 30, endOnFailure: true },
  );
});
