import { expect, test } from "vitest";
import { vouchedAddresses } from "./providers.ts";

test.each([
  { says: true, verified: ["ada@example.com"] },
  { says: false, verified: [] },
  { says: "true", verified: [] },
  { says: 1, verified: [] },
  { says: undefined, verified: [] },
])("a Google address is verified only by email_verified: true, not by $says", ({ says, verified }) => {
  const profile = { sub: "1", email: "Ada@Example.com", email_verified: says };
  expect(vouchedAddresses("google", profile)).toEqual({ verified, claimed: "ada@example.com" });
});

test("GitHub's public address is not verified without a verified entry", () => {
  const profile = { id: 1, login: "ada", email: "ada@example.com", verifiedAddresses: [] };
  expect(vouchedAddresses("github", profile)).toEqual({ verified: [], claimed: "ada@example.com" });
});

test("a provider without an address verifies none", () => {
  expect(vouchedAddresses("google", { sub: "1", email_verified: true })).toEqual({ verified: [], claimed: null });
});
