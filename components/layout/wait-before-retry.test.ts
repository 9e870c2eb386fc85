import { expect, test } from "vitest";
import { waitBeforeRetry } from "./wait-before-retry.ts";

test("a page that keeps failing waits longer before each retry, up to half a minute", () => {
  let now = 0;
  const waits = Array.from({ length: 7 }, () => {
    const wait = waitBeforeRetry("/broken", now);
    now += wait;
    return wait;
  });
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

test("another page, or one that has worked for a minute, waits one second", () => {
  expect(waitBeforeRetry("/first", 0)).toBe(1_000);
  expect(waitBeforeRetry("/second", 10)).toBe(1_000);
  expect(waitBeforeRetry("/second", 70_000)).toBe(1_000);
});
