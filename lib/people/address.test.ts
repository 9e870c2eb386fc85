import fc from "fast-check";
import { expect, test } from "vitest";
import { requests } from "#lib/api/request-shapes.ts";
import { parseAddress } from "./address.ts";

const composed = "j\u00fcrgen@xn--mnchen-3ya.de";

test.each([
  "j\u00fcrgen@m\u00fcnchen.de",
  "ju\u0308rgen@mu\u0308nchen.de",
  " J\u00dcRGEN@M\u00dcNCHEN.DE\u00a0",
  "j\u00fcrgen@xn--mnchen-3ya.de",
  "j\u00fcrgen@m\u00fcnchen\u3002de",
  "j\u00fcrgen@m\u00fcn\u00adchen.de",
])("every spelling gives the same address: %j", (text) => {
  expect(parseAddress(text)).toBe(composed);
  expect(requests.account.parse({ email: text })).toEqual({ email: composed });
});

test.each([
  ["  Ada@Example.COM ", "ada@example.com"],
  ["ada\uff20example.com", "ada@example.com"],
  ["o'brien+x@example.com", "o'brien+x@example.com"],
  ["用户@例え.jp", "用户@xn--r8jz45g.jp"],
  ["δοκιμή@παράδειγμα.рф", "δοκιμή@xn--hxajbheg2az3al.xn--p1ai"],
  [`${"a".repeat(64)}@example.com`, `${"a".repeat(64)}@example.com`],
])("the address %j is stored as %j", (text, address) => {
  expect(parseAddress(text)).toBe(address);
});

test.each([
  `${"a".repeat(65)}@example.com`,
  `${"ü".repeat(33)}@example.com`,
  `a@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.${"e".repeat(60)}.example.com`,
  "ada@example.com\uff20evil.example",
  "ada@evil.example\uff0fexample.com",
  "ada@evil.example/example.com",
  "ada@evil.example:25",
  "ada@evil.example?x=example.com",
  "ada@evil%2eexample",
  '"ada@example.com"@evil.example',
  "ada@example.com, eve@evil.example",
  "ada@example.com\nBcc: eve@evil.example",
  "a\u202eda@example.com",
  "ada@exam\u202eple.com",
  "a\u200bda@example.com",
  "a\u0000@example.com",
  "a\ud800@example.com",
  "ada@\ud800.com",
  ".ada@example.com",
  "a..da@example.com",
  "ada@1.2.3.4",
  "ada@[127.0.0.1]",
  "ada@localhost",
  "ada@-x.com",
  "ada@xn--example-.com",
  "ada@xn--a.com",
  "ada@mail.xn--0.com",
  "ada@example.xn--a",
  "ada",
  "",
  7,
  null,
])("%j is not an address", (text) => {
  expect(parseAddress(text)).toBeNull();
  expect(requests.account.safeParse({ email: text }).success).toBe(false);
});

test("reading a stored address again does not change it", () => {
  const part = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(part, part, (local, domain) => {
      const address = parseAddress(`${local}@${domain}.example`);
      if (address === null) return;
      expect(parseAddress(address)).toBe(address);
      expect(address.split("@")).toHaveLength(2);
      expect(address).toMatch(/@[a-z0-9.-]+$/);
    }),
    { numRuns: 2_000 },
  );
});
