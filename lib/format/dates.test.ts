import { describe, expect, test } from "vitest";
import {
  daysUntilExpiry,
  expiryTile,
  formatDate,
  formatExpiry,
  formatExpiryDay,
  formatInstant,
  formatMonth,
  isTimeZone,
  isUtc,
  startOfDay,
  timeLeft,
  zoneName,
} from "./dates.ts";

const now = new Date("2026-11-22T12:00:00.000Z");
const read = (timeZone: string) => ({ locale: "en", timeZone });

describe("an expiry shows the last minute in which credits can still be used", () => {
  test.each([
    [
      "midnight in the zone reads 23:59 of the day before",
      "2026-12-04T23:00:00.000Z",
      "Europe/Paris",
      "Fri 4 Dec, 23:59 Paris",
    ],
    ["a full minute reads the minute before", "2026-12-01T08:13:00.000Z", "Europe/Paris", "Tue 1 Dec, 09:12 Paris"],
    ["seconds are never rounded up", "2026-12-01T08:13:59.999Z", "Europe/Paris", "Tue 1 Dec, 09:13 Paris"],
    [
      "one millisecond into a minute leaves that minute",
      "2026-12-01T08:13:00.001Z",
      "Europe/Paris",
      "Tue 1 Dec, 09:13 Paris",
    ],
    ["midnight UTC in Tokyo", "2026-12-05T00:00:00.000Z", "Asia/Tokyo", "Sat 5 Dec, 08:59 Tokyo"],
    ["midnight UTC in Los Angeles", "2026-12-05T00:00:00.000Z", "America/Los_Angeles", "Fri 4 Dec, 15:59 Los Angeles"],
    ["midnight UTC in Kathmandu", "2026-12-05T00:00:00.000Z", "Asia/Kathmandu", "Sat 5 Dec, 05:44 Kathmandu"],
    ["midnight UTC in UTC", "2026-12-05T00:00:00.000Z", "UTC", "Fri 4 Dec, 23:59 UTC"],
    ["another year is named", "2027-01-01T00:00:00.000Z", "Asia/Tokyo", "Fri 1 Jan 2027, 08:59 Tokyo"],
    ["this year is not, even when UTC is a year ahead", "2027-01-01T00:00:00.000Z", "UTC", "Thu 31 Dec, 23:59 UTC"],
  ])("%s", (_, expiresAt, timeZone, text) => {
    expect(formatExpiry(new Date(expiresAt), now, read(timeZone))).toBe(text);
  });

  test("day and tile are those of the last minute", () => {
    expect(formatExpiryDay(new Date("2026-12-04T23:00:00.000Z"), now, read("Europe/Paris"))).toBe("Fri 4 Dec");
    expect(expiryTile(new Date("2026-12-04T23:00:00.000Z"), read("Europe/Paris"))).toEqual({ month: "Dec", day: "4" });
  });
});

describe("a clock change", () => {
  test("an hour that occurs twice says which one is meant", () => {
    const reader = read("America/New_York");
    expect(formatInstant(new Date("2026-11-01T05:30:00Z"), now, reader)).toBe("Sun 1 Nov, 01:30 (GMT-4) New York");
    expect(formatInstant(new Date("2026-11-01T06:30:00Z"), now, reader)).toBe("Sun 1 Nov, 01:30 (GMT-5) New York");
    expect(formatInstant(new Date("2026-11-01T07:00:00Z"), now, reader)).toBe("Sun 1 Nov, 02:00 New York");
  });

  test("the skipped hour is never shown", () => {
    const reader = read("Europe/Paris");
    expect(formatExpiry(new Date("2027-03-28T01:00:00Z"), now, reader)).toBe("Sun 28 Mar 2027, 01:59 Paris");
    expect(formatInstant(new Date("2027-03-28T01:00:00Z"), now, reader)).toBe("Sun 28 Mar 2027, 03:00 Paris");
  });

  test("days are counted by the calendar, not by 24 hours", () => {
    const reader = read("Europe/Paris");
    const before = new Date("2026-10-24T21:30:00Z");
    expect(daysUntilExpiry(new Date("2026-10-25T23:00:00Z"), before, reader)).toBe(1);
    expect(daysUntilExpiry(new Date("2026-10-24T22:00:00Z"), before, reader)).toBe(0);
    expect(daysUntilExpiry(new Date("2027-03-28T22:00:00Z"), new Date("2027-03-27T22:30:00Z"), reader)).toBe(1);
  });

  test("a day begins at its first instant in the zone", () => {
    expect(startOfDay("2026-11-01", "America/Los_Angeles")?.toISOString()).toBe("2026-11-01T07:00:00.000Z");
    expect(startOfDay("2026-11-02", "America/Los_Angeles")?.toISOString()).toBe("2026-11-02T08:00:00.000Z");
    expect(startOfDay("2026-11-22", "Asia/Kathmandu")?.toISOString()).toBe("2026-11-21T18:15:00.000Z");
    expect(startOfDay("2027-03-28", "Europe/Paris")?.toISOString()).toBe("2027-03-27T23:00:00.000Z");
    expect(startOfDay("2026-09-06", "America/Santiago")?.toISOString()).toBe("2026-09-06T04:00:00.000Z");
    expect(startOfDay("2026-02-30", "UTC")).toBeNull();
    expect(startOfDay("yesterday", "UTC")).toBeNull();
  });
});

test("a zone is called by its city", () => {
  expect(zoneName("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
  expect(zoneName("Etc/GMT+5")).toBe("GMT+5");
  expect(zoneName("UTC")).toBe("UTC");
  expect(zoneName("Asia/Katmandu")).toBe("Kathmandu");
  expect(zoneName("Asia/Saigon")).toBe("Ho Chi Minh");
});

test("an unknown zone is not accepted", () => {
  expect(isTimeZone("Europe/Paris")).toBe(true);
  expect(isTimeZone("Mars/Olympus")).toBe(false);
  expect(isTimeZone("")).toBe(false);
});

test.each([
  ["40 minutes", 40 * 60_000, { unit: "minutes", count: 40 }],
  ["half a minute reads 1 minute", 30_000, { unit: "minutes", count: 1 }],
  ["an hour and 59 minutes reads 1 hour, never more", 119 * 60_000, { unit: "hours", count: 1 }],
  ["a millisecond less than a day", 24 * 3_600_000 - 1, { unit: "hours", count: 23 }],
  ["a day is counted in days", 24 * 3_600_000, null],
  ["what has passed", 0, null],
])("below 24 hours an end is told in hours or minutes: %s", (_name, left, expected) => {
  expect(timeLeft(new Date(now.getTime() + left), now)).toEqual(expected);
});

test("UTC is known by its other name too, so that no date stands there twice", () => {
  expect(["UTC", "Etc/UTC", "Europe/London"].map(isUtc)).toEqual([true, true, false]);
});

test("a date stands without its weekday, and a month with its year or alone", () => {
  const at = new Date("2026-11-30T15:30:00Z");
  expect(formatDate(at, { locale: "en", timeZone: "Asia/Tokyo" })).toBe("1 Dec");
  expect(formatMonth(at, { locale: "en", timeZone: "Asia/Tokyo" })).toBe("December 2026");
  expect(formatMonth(at, { locale: "en", timeZone: "UTC" }, "short")).toBe("Nov");
});
