import { expect, test } from "vitest";
import { compareVersions, parseVersion } from "./version.ts";

const inOrder = [
  "5.9",
  "6.0-alpha",
  "6.0-alpha.1",
  "6.0-alpha.beta",
  "6.0-alpha-1",
  "6.0-beta.2",
  "6.0-beta.11",
  "6.0-rc.1",
].concat(["6.0", "6.0.1", "6.1-beta", "6.1", "10.0", "11.6.9", "11.7.0", "11.7.0.1", "12"]);

test("versions compare as versions: by numbers, and a pre-release is older than its release", () => {
  for (const [a, first] of inOrder.entries()) {
    for (const [b, second] of inOrder.entries()) {
      expect([first, second, compare(first, second)]).toEqual([first, second, Math.sign(a - b)]);
    }
  }
});

test("a trailing zero or build metadata does not change a version", () => {
  expect([compare("6.0+1", "6.0"), compare("6.0-rc.1+2026.11", "6.0.0-rc.1+exp-5")]).toEqual([0, 0]);
  expect([compare("6", "6.0"), compare("6.0.0", "6.0"), compare("12.0-beta", "12-beta")]).toEqual([0, 0, 0]);
});

test.each([
  "",
  "6.",
  ".6",
  "v6",
  "6.0-",
  "6.0-beta..1",
  "6,0",
  "6.0.0.0.0",
  "9999999999",
  "6.0 ",
  "6.0+",
  "6.0+a+b",
  "6.0+a_b",
  "06.0",
  "6.01",
  "6.00",
  "6.0-beta.01",
  "6.0-00",
  "١.٠",
  "-1",
])("%s is not a version", (text) => expect(parseVersion(text)).toBeNull());

function compare(a: string, b: string): number {
  const [first, second] = [parseVersion(a), parseVersion(b)];
  if (first === null || second === null) throw new Error(`${a} or ${b} is no version`);
  return Math.sign(compareVersions(first, second));
}
