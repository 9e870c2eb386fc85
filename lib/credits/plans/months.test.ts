import { afterEach, expect, test } from "vitest";
import { addMonths, anchorOf, monthsOf } from "./months.ts";

/** Time zones, and the minutes by which UTC is ahead of them in January. */
const offsets = { UTC: 0, "America/Los_Angeles": 480, "Asia/Kathmandu": -345, "Pacific/Kiritimati": -840 };
const zones = Object.keys(offsets);
const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

// 24 months from January 2027: 2028 has a 29 February.
const days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const two = (number: number) => String(number).padStart(2, "0");

const calendar = [28, 29, 30, 31].flatMap((day) =>
  Object.entries(offsets).map(([name, offset]) => ({ day, name, offset, first: `2027-01-${day}T23:59:59.000Z` })),
);

test.each(calendar)("24 months from the $day th, in a process of $name", ({ day, name, offset, first }) => {
  process.env.TZ = name;
  expect(new Date("2027-01-01T00:00:00.000Z").getTimezoneOffset()).toBe(offset);
  const expected = days.map((last, count) => {
    const [year, month] = [2027 + Math.floor(count / 12), (count % 12) + 1];
    return `${year}-${two(month)}-${two(Math.min(day, last))}T23:59:59.000Z`;
  });
  const anchor = new Date(first);
  expect(days.map((_, count) => addMonths(anchor, count).toISOString())).toEqual(expected);
  const months = monthsOf({ start: anchor, end: addMonths(anchor, 24) }, anchor);
  expect(months.map((month) => month.start.toISOString())).toEqual(expected);
  expect(months.slice(1).map(({ start }) => start)).toEqual(months.slice(0, -1).map((month) => month.end));
});

test.each(zones)("a month of 29 February, and months over both clock changes, in a process of %s", (name) => {
  process.env.TZ = name;
  const leap = new Date("2028-02-29T02:30:00.000Z");
  const asText = (...counts: number[]) => counts.map((count) => addMonths(leap, count).toISOString().slice(0, 16));
  expect(asText(-12, 1, 12, 24, 48)).toEqual([
    "2027-02-28T02:30",
    "2028-03-29T02:30",
    "2029-02-28T02:30",
    "2030-02-28T02:30",
    "2032-02-29T02:30",
  ]);
  // The clocks of Los Angeles change on 14 March and 7 November 2027, at 02:30 in its own time and here at that hour.
  for (const from of ["2027-02-14T10:30:00.000Z", "2027-10-07T09:30:00.000Z"]) {
    const start = new Date(from);
    expect(addMonths(start, 1).toISOString().slice(10)).toBe(from.slice(10));
    expect(monthsOf({ start, end: addMonths(start, 1) }, start)).toHaveLength(1);
  }
});

test("a period is cut at the months that it touches, whole ones, and an empty one at none", () => {
  const anchor = new Date("2027-01-31T00:00:00.000Z");
  const period = { start: new Date("2027-02-10T00:00:00.000Z"), end: new Date("2027-03-05T00:00:00.000Z") };
  const text = monthsOf(period, anchor).map(({ start, end }) => [start.toISOString(), end.toISOString()]);
  expect(text).toEqual([
    ["2027-01-31T00:00:00.000Z", "2027-02-28T00:00:00.000Z"],
    ["2027-02-28T00:00:00.000Z", "2027-03-31T00:00:00.000Z"],
  ]);
  expect(monthsOf({ start: period.end, end: period.start }, anchor)).toEqual([]);
  expect(monthsOf({ start: anchor, end: new Date("2027-02-28T00:00:00.000Z") }, anchor)).toHaveLength(1);
});

const later = new Date("2027-06-17T12:00:00.000Z");
const utc = (day: string) => new Date(`${day}T00:00:00.000Z`);

test.each([
  {
    what: "the subscription's, where it fits",
    start: "2027-02-28",
    end: "2027-03-31",
    known: "2027-01-31",
    is: "2027-01-31",
  },
  {
    what: "the period's start after the subscription began again",
    start: "2027-01-31",
    end: "2027-02-28",
    is: "2027-01-31",
  },
  {
    what: "the period's end where its start is a shorter month's",
    start: "2027-02-28",
    end: "2027-03-31",
    is: "2027-03-31",
  },
  { what: "the start of a year", start: "2028-02-29", end: "2029-02-28", is: "2028-02-29" },
  { what: "the end of a part", start: "2027-01-20", end: "2027-02-11", whole: false, is: "2027-02-11" },
])("months are counted from $what", ({ start, end, known, whole = true, is }) => {
  const period = { start: utc(start), end: utc(end) };
  expect(anchorOf(period, { known: [known ? utc(known) : later], whole })).toEqual(utc(is));
});
