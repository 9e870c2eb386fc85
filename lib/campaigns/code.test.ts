import { randomInt } from "node:crypto";
import { expect, test } from "vitest";
import { hashCode, makeCode, normaliseCode } from "./code.ts";

test.each([
  ["welcome25", "WE1C0ME25"],
  [" Welc-ome 25 ", "WE1C0ME25"],
  ["WE1C0ME25", "WE1C0ME25"],
  ["7kqm–w3xt—9bhf", "7KQMW3XT9BHF"],
  ["ilo0", "1100"],
])("%j is compared as %s", (typed, normalised) => {
  expect(normaliseCode(typed)).toBe(normalised);
});

test.each([
  ["", "nothing"],
  ["abc", "too short"],
  ["A".repeat(300), "300 characters"],
  ["WELCOМE25", "a Cyrillic М"],
  ["ＷＥＬＣＯＭＥ", "full-width letters"],
  ["' or 1=1 --", "SQL"],
  ["WEL\u0000COME", "a control character"],
])("%j is not the form of a code (%s)", (typed) => {
  expect(normaliseCode(typed)).toBeNull();
});

test("a made code has no letters that look alike, and is its own normal form without dashes", () => {
  for (let time = 0; time < 200; time += 1) {
    const code = makeCode(randomInt);
    expect(code).toMatch(/^[2-9A-HJKMNP-TW-Z]{4}(-[2-9A-HJKMNP-TW-Z]{4}){2}$/);
    expect(normaliseCode(code.toLowerCase())).toBe(code.replaceAll("-", ""));
  }
});

test("a hash has 32 hex digits and differs for each code", () => {
  expect(hashCode("WE1C0ME25")).toMatch(/^[0-9a-f]{32}$/);
  expect(hashCode("WE1C0ME25")).not.toBe(hashCode("WE1C0ME26"));
});
