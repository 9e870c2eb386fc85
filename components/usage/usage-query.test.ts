import { expect, test } from "vitest";
import { daysOf, parseUsageQuery, usageAddress } from "./usage-query.ts";

const today = "2026-11-27";
const shown = (search: Record<string, string>, periodStart: string | null = null) =>
  daysOf(parseUsageQuery(search), { today, periodStart });

test.each([
  ["nothing", {}, null, ["2026-10-29", "2026-11-27", "day", "2026-09-29", "2026-10-28"]],
  ["90 days", { span: "90-days" }, null, ["2026-08-30", "2026-11-27", "week", "2026-06-01", "2026-08-29"]],
  ["12 months", { span: "12-months" }, null, ["2025-11-28", "2026-11-27", "month", "2024-11-28", "2025-11-27"]],
  [
    "12 months by day",
    { span: "12-months", by: "day" },
    null,
    ["2025-11-28", "2026-11-27", "week", "2024-11-28", "2025-11-27"],
  ],
  [
    "the period of a plan",
    { span: "period" },
    "2026-11-09",
    ["2026-11-09", "2026-11-27", "day", "2026-10-21", "2026-11-08"],
  ],
  [
    "the period without a plan",
    { span: "period" },
    null,
    ["2026-10-28", "2026-11-27", "day", "2026-09-27", "2026-10-27"],
  ],
  ["one day", { span: "chosen", from: today, to: today }, null, [today, today, "day", "2026-11-26", "2026-11-26"]],
])("%s asks for its days", (_name, search, periodStart, expected) => {
  const days = shown(search, periodStart);
  expect(typeof days === "string" ? days : [days.from, days.to, days.unit, days.before.from, days.before.to]).toEqual(
    expected,
  );
});

test.each([
  ["no days", {}, "missing"],
  ["a day that is none", { from: "2026-02-30", to: today }, "missing"],
  ["an end before the start", { from: today, to: "2026-11-26" }, "reversed"],
  ["50 years", { from: "1976-11-27", to: today }, "too-long"],
  ["more than 366 days", { from: "2025-11-26", to: today }, "too-long"],
])("chosen dates with %s are not shown", (_name, days, fault) => {
  expect(shown({ span: "chosen", ...days })).toBe(fault);
});

test("an address restores its query, and what is unknown is ignored", () => {
  const query = parseUsageQuery({ span: "chosen", from: "2026-01-01", to: today, by: "month", group: "platform" });
  expect(parseUsageQuery(Object.fromEntries(new URLSearchParams(usageAddress(query))))).toEqual(query);
  expect(parseUsageQuery({ span: "ever", by: "hour", group: "x", from: "now" })).toEqual(parseUsageQuery({}));
});
