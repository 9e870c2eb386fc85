import { expect, test } from "vitest";
import { type Part, seriesOf, topOf } from "./series.ts";

const part = (by: Record<string, number>): Part => ({
  from: "2026-11-27",
  to: "2026-11-27",
  start: new Date(0),
  end: new Date(0),
  used: Object.values(by).reduce((sum, used) => sum + used, 0),
  by: new Map(Object.entries(by)),
});

test("kinds keep the order of use, and features stand by how much they used", () => {
  const kinds = seriesOf([part({ purchased: 9, subscription: 1 })], "kind");
  expect(kinds.map(({ name, used }) => [name, used])).toEqual([
    ["subscription", 1],
    ["purchased", 9],
  ]);
  const features = seriesOf([part({ a: 1, b: 4 }), part({ a: 5 })], "feature");
  expect(features.map(({ name, used }) => [name, used])).toEqual([
    ["a", 6],
    ["b", 4],
  ]);
});

test("beyond five there is a rest, so that all series add up to what was used", () => {
  const all = part({ a: 7, b: 6, c: 5, d: 4, e: 3, f: 2, g: 1 });
  const series = seriesOf([all], "feature");
  expect(series.map(({ name }) => name)).toEqual(["a", "b", "c", "d", "e", null]);
  expect(series.reduce((sum, one) => sum + one.usedIn(all), 0)).toBe(all.used);
  expect(new Set(series.map(({ colour }) => colour)).size).toBe(6);
});

test.each([
  [0, 2],
  [3, 4],
  [9, 10],
  [10, 10],
  [55, 60],
  [801, 1_000],
])("bars of %i end at %i", (used, top) => {
  expect(topOf([part({ a: used })])).toBe(top);
});
