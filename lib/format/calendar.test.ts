import { expect, test } from "vitest";
import { addCalendarMonths, countDays, dayOf, divideDays } from "./calendar.ts";

const hours = ({ start, end }: { start: Date; end: Date }) => (end.getTime() - start.getTime()) / 3_600_000;

test.each([
  ["Asia/Tokyo", "2026-03-07", [24, 24, 24]],
  ["America/Los_Angeles", "2026-03-07", [24, 23, 24]],
  ["America/Los_Angeles", "2026-10-31", [24, 25, 24]],
  ["Asia/Kathmandu", "2026-10-31", [24, 24, 24]],
  ["Australia/Lord_Howe", "2026-10-03", [24, 23.5, 24]],
  // Samoa crossed the date line: it had no 30 December 2011.
  ["Pacific/Apia", "2011-12-29", [24, 0, 24]],
])("days of %s from %s on have their hours", (timeZone, from, expected) => {
  const to = new Date(Date.parse(from) + 2 * 86_400_000).toISOString().slice(0, 10);
  expect(divideDays({ from, to }, "day", timeZone).map(hours)).toEqual(expected);
});

test("weeks begin on Monday and months on their first, and the ends are cut off", () => {
  const days = { from: "2026-10-29", to: "2026-11-10" };
  const named = (unit: "week" | "month") => divideDays(days, unit, "UTC").map(({ from, to }) => `${from} ${to}`);
  expect(named("week")).toEqual(["2026-10-29 2026-11-01", "2026-11-02 2026-11-08", "2026-11-09 2026-11-10"]);
  expect(named("month")).toEqual(["2026-10-29 2026-10-31", "2026-11-01 2026-11-10"]);
  expect(divideDays({ from: "2026-11-02", to: "2026-11-01" }, "day", "UTC")).toEqual([]);
});

test("days are counted with both ends, and months keep the day where they have it", () => {
  expect(countDays("2026-10-29", "2026-11-01")).toBe(4);
  expect(countDays("2026-10-29", "2026-10-28")).toBe(0);
  expect(addCalendarMonths("2026-03-31", -1)).toBe("2026-02-28");
  expect(addCalendarMonths("2026-01-15", -12)).toBe("2025-01-15");
  expect(dayOf(new Date("2026-11-21T18:20:00Z"), "Asia/Kathmandu")).toBe("2026-11-22");
});
