import { expect, test } from "vitest";
import { isOwnForm, isOwnOrigin, ownPath, ownUrl } from "./own-address.ts";

const home = "/profile/credits";

test.each([
  ["/tools/smart-cutout?units=2", "/tools/smart-cutout?units=2"],
  ["http://localhost:3000/profile", "/profile"],
  ["https://evil.example/profile", home],
  ["//evil.example/profile", home],
  ["/\\evil.example", home],
  ["\\\\evil.example", home],
  ["http://localhost:3000@evil.example/", home],
  ["http://localhost:3001/profile", home],
  ["javascript:alert(1)", home],
  ["data:text/html,x", home],
  ["\t//evil.example", home],
  ["/sign-in/../profile", "/profile"],
  ["http://localhost:3000//evil.example/profile", "/evil.example/profile"],
  ["http://localhost:3000\\\\evil.example", "/evil.example"],
  ["/.//evil.example", "/evil.example"],
  ["/%2e/\\/evil.example", "/evil.example"],
  ["", home],
  [null, home],
])("%j redirects to %s", (address, path) => {
  expect(ownPath(address)).toBe(path);
});

test("a full address always has the configured host", () => {
  expect(ownUrl("/profile")).toBe("http://localhost:3000/profile");
  expect(ownUrl("https://evil.example/")).toBe(`http://localhost:3000${home}`);
});

test.each([
  ["http://localhost:3000", true],
  [null, true],
  ["https://evil.example", false],
  ["http://localhost:3001", false],
  ["null", false],
])("a form from %s is our own: %s", (origin, own) => {
  expect(isOwnOrigin({ headers: new Headers(origin === null ? {} : { origin }) })).toBe(own);
});

test.each([
  ["http://localhost:3000", true],
  [null, false],
  ["https://evil.example", false],
  ["http://localhost:3001", false],
  ["null", false],
])("a page's form from %s is our own: %s", (origin, own) => {
  expect(isOwnForm({ headers: new Headers(origin === null ? {} : { origin }) })).toBe(own);
});
