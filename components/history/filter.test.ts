import { expect, test } from "vitest";
import { transactionTypes } from "#lib/credits/transaction.ts";
import {
  addressOf,
  daysOf,
  faultOf,
  happeningNames,
  instantsOf,
  isFiltered,
  parseHistoryQuery,
  queryOf,
  typesOf,
} from "./filter.ts";

test("reading a filter's query string gives the same filter again", () => {
  const address =
    "type=grant&type=spend&kind=activity&feature=ai-image&platform=mobile&q=job-4711&from=2026-11-01&to=2026-11-22&before=812";
  const query = parseHistoryQuery({
    type: ["spend", "grant"],
    kind: "activity",
    feature: "ai-image",
    platform: "mobile",
    q: " job-4711 ",
    from: "2026-11-01",
    to: "2026-11-22",
    before: "812",
  });
  expect(addressOf(query)).toBe(address);
  expect(isFiltered(query)).toBe(true);
});

test("invalid filters are ignored", () => {
  const query = parseHistoryQuery({
    type: "robbery",
    kind: ["gold", ""],
    feature: "'; drop table",
    from: "2026-02-30",
    to: "soon",
    before: "-1",
    platform: "watch",
    span: "3-days",
    q: " \0",
    colour: "blue",
  });
  expect(addressOf(query)).toBe("");
});

test("days at the end of the calendar are ignored, as the day after them has no date", () => {
  expect(addressOf(parseHistoryQuery({ from: "9999-12-31", to: "9999-12-31" }))).toBe("");
  expect(addressOf(parseHistoryQuery({ from: "1976-01-01", to: "9998-12-31" }))).toBe("from=1976-01-01&to=9998-12-31");
});

test("a page number alone is not a filter", () => {
  expect(isFiltered(parseHistoryQuery({ before: "12" }))).toBe(false);
});

test("both days count in full in the reader's zone, on the day of a clock change too", () => {
  const query = parseHistoryQuery({ from: "2026-11-01", to: "2026-11-01" });
  const { from, to } = instantsOf(query, "America/Los_Angeles");
  expect([from?.toISOString(), to?.toISOString()]).toEqual(["2026-11-01T07:00:00.000Z", "2026-11-02T08:00:00.000Z"]);
});

test("the form's choices cover every transaction type exactly once", () => {
  const query = parseHistoryQuery({ type: [...happeningNames] });
  expect(typesOf(query).sort()).toEqual([...transactionTypes].sort());
  expect(typesOf(parseHistoryQuery({ type: "spend" }))).toEqual(["spend", "capture"]);
});

test.each([
  ["7-days", "2026-10-20", { from: "2026-10-27", to: null }],
  ["30-days", "2026-10-20", { from: "2026-10-04", to: null }],
  ["90-days", "2026-10-20", { from: "2026-08-05", to: null }],
  ["period", "2026-10-20", { from: "2026-10-20", to: null }],
  ["period", null, { from: "2026-10-03", to: null }],
  [null, "2026-10-20", { from: null, to: null }],
] as const)("the days of %s, in a plan's month that began on %s", (span, periodStart, days) => {
  expect(daysOf(queryOf({ span }), { today: "2026-11-02", periodStart })).toEqual(days);
});

test("chosen days win over a stretch of days", () => {
  const query = parseHistoryQuery({ span: "7-days", from: "1976-11-01" });
  expect(query).toMatchObject({ span: null, from: "1976-11-01" });
});

test("a query that cannot be answered says why", () => {
  expect(faultOf(queryOf({ from: "2026-11-02", to: "2026-11-01" }))).toBe("reversed");
  expect(faultOf(queryOf({ search: "x".repeat(300) }))).toBe("long-search");
  expect(faultOf(queryOf({ from: "1976-11-02", to: "2026-11-01", search: "x".repeat(120) }))).toBeNull();
});
