import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const tokens = readTokens(readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8"));
const surfaces = ["page", "card", "soft", "popover"];
const series = ["1", "2", "3", "4", "5", "rest"].map((name) => `series-${name}`);
const kinds = ["subscription", "activity", "purchased"];

const textPairs = [
  ...pairs(["ink", "ink-2", "ink-3"], surfaces),
  ...pairs(
    ["subscription-text", "activity-text", "purchased-text", "ok", "warning", "error"],
    ["page", "card", "popover"],
  ),
  ...kinds.map((kind) => [`${kind}-text`, `${kind}-soft`] as const),
  ["on-primary", "primary"] as const,
  ["on-primary", "primary-hover"] as const,
  ...["ink", "ink-2", "ok"].map((ink) => [ink, "ok-soft"] as const),
  ...["ink", "ink-2", "warning"].map((ink) => [ink, "warning-soft"] as const),
  ...["ink", "ink-2", "error"].map((ink) => [ink, "error-soft"] as const),
];
const markPairs = pairs(
  [...kinds, ...series, "control", "focus", "ok", "warning", "error", "primary"],
  ["page", "card", "popover"],
);

for (const scheme of ["light", "dark"] as const) {
  test.each(textPairs)(`${scheme}: text %s on %s reaches 4.5:1`, (front, back) => {
    expect(contrast(colour(front, scheme), colour(back, scheme))).toBeGreaterThanOrEqual(4.5);
  });

  test.each(markPairs)(`${scheme}: mark %s on %s reaches 3:1`, (front, back) => {
    expect(contrast(colour(front, scheme), colour(back, scheme))).toBeGreaterThanOrEqual(3);
  });
}

test("every token that text or marks use is part of a pair", () => {
  const seen = new Set([...textPairs, ...markPairs].flat());
  const decoration = ["line", "line-strong"];
  expect([...tokens.keys()].filter((name) => !seen.has(name) && !decoration.includes(name))).toEqual([]);
});

function pairs(fronts: readonly string[], backs: readonly string[]) {
  return fronts.flatMap((front) => backs.map((back) => [front, back] as const));
}

function readTokens(css: string): Map<string, { light: string; dark: string }> {
  const found = css.matchAll(/--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g);
  return new Map([...found].map(([, name = "", light = "", dark = ""]) => [name, { light, dark }]));
}

function colour(name: string, scheme: "light" | "dark"): string {
  const token = tokens.get(name);
  if (!token) throw new Error(`app/globals.css names no colour ${name}`);
  return token[scheme];
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
