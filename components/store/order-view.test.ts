import { expect, test } from "vitest";
import { viewOf, viewOfReturn } from "./order-view.ts";

const now = new Date("2026-11-20T12:00:00Z");
const order = (status: Parameters<typeof viewOf>[0]["status"], minutesAgo = 0) => ({
  status,
  updatedAt: new Date(now.getTime() - minutesAgo * 60_000),
});

test.each([
  ["open", false, "confirming"],
  ["open", true, "unpaid"],
  ["processing", false, "pending"],
  ["processing", true, "pending"],
  ["paid", false, "added"],
  ["paid", true, "added"],
  ["failed", false, "failed"],
  ["cancelled", true, "cancelled"],
  ["expired", false, "expired"],
] as const)("an order that is %s, back %s, shows %s", (status, back, view) => {
  expect(viewOf(order(status), { back, now })).toBe(view);
});

test("an order that was paid a while ago says that its credits are already added", () => {
  expect(viewOf(order("paid", 3), { back: false, now })).toBe("already-added");
});

test.each([
  ["refunded", {}, "refunded"],
  ["disputed", { dispute: "open" }, "disputed"],
  ["disputed and lost", { dispute: "lost" }, "disputed"],
  ["under review", { reviewedSince: now }, "under-review"],
  ["kept after all", { isGivenBack: true }, null],
] as const)("a payment that was %s heads its order's page so", (_name, change, view) => {
  expect(viewOfReturn({ dispute: "none", reviewedSince: null, isGivenBack: false, ...change })).toBe(view);
});
