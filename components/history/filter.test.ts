import { expect, test } from "vitest";
import { transactionTypes } from "#lib/credits/transaction.ts";
import { addressOf, happeningNames, instantsOf, isFiltered, parseHistoryQuery, typesOf } from "./filter.ts";

test("reading a filter's query string gives the same filter again", () => {
  const address = "type=grant&type=spend&kind=activity&feature=ai-image&from=2026-11-01&to=2026-11-22&before=812";
  const query = parseHistoryQuery({
    type: ["spend", "grant"],
    kind: "activity",
    feature: "ai-image",
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
    colour: "blue",
  });
  expect(addressOf(query)).toBe("");
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
