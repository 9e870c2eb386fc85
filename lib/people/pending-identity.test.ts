import { expect, test } from "vitest";
import { openPending, sealPending } from "./pending-identity.ts";

const identity = { provider: "github" as const, providerAccountId: "42", label: "ada", address: "ada@example.com" };
const now = Date.UTC(2026, 10, 22);

test("what was sealed opens, until it expires after an hour", () => {
  const cookie = sealPending(identity, now);
  expect(openPending(cookie, now + 59 * 60_000)).toMatchObject(identity);
  expect(openPending(cookie, now + 60 * 60_000)).toBeNull();
});

test("a forged or changed cookie does not open", () => {
  const [payload = "", signature = ""] = sealPending(identity, now).split(".");
  const other = Buffer.from(JSON.stringify({ ...identity, address: "eve@example.com", expires: now * 2 }));
  expect(openPending(`${other.toString("base64url")}.${signature}`, now)).toBeNull();
  for (const cookie of [`${payload}.`, `${payload}.${"A".repeat(43)}`, payload, "", null, undefined, "..", "a.b.c"]) {
    expect(openPending(cookie, now)).toBeNull();
  }
});
