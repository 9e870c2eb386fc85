import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { changeReturnAddress, readPolicies } from "#db/queries/devices/platform-policies.ts";
import { orders } from "#db/schema/orders.ts";
import { platformPolicies } from "#db/schema/platforms.ts";
import { chooseReturnLink } from "#lib/devices/return-links.ts";
import { testDatabase } from "#testing/database.ts";
import { openShop } from "#testing/shop.ts";
import { placeToReturn } from "./place-to-return.ts";

const { db } = await testDatabase();
const shop = await openShop(db);
const desktop = "purse-desktop://credits";
const mobile = "purse-mobile://credits";

test("an order leads to a tool or to a return link that is on a list now, and nowhere else", async () => {
  for (const returnTo of [
    null,
    "",
    "/profile",
    "/tools/unknown",
    "https://evil.example",
    "javascript:alert(1)",
    `${desktop}/`,
    "purse-desktop",
    "http://localhost:3000/devices-lab",
  ]) {
    expect([returnTo, await placeToReturn({ returnTo })]).toEqual([returnTo, null]);
  }
  expect(await placeToReturn({ returnTo: "/tools/ai-image" })).toMatchObject({ type: "tool", path: "/tools/ai-image" });
  const link = { type: "app", platform: "desktop", address: desktop };
  expect(await placeToReturn({ returnTo: desktop })).toEqual(link);
  await changeReturnAddress(db, "desktop", { change: "remove", address: desktop });
  expect(await placeToReturn({ returnTo: desktop })).toBeNull();
  await changeReturnAddress(db, "desktop", { change: "add", address: desktop });
  expect(await placeToReturn({ returnTo: desktop })).toEqual(link);
});

test("a resumed order leads to where its buyer came from this time", async () => {
  const buyer = await shop.newBuyer();
  const { id } = await shop.started(buyer, { returnTo: "/tools/ai-image" });
  expect((await shop.started(buyer, { returnTo: mobile })).id).toBe(id);
  expect((await shop.order(id))?.returnTo).toBe(mobile);
  await shop.started(buyer);
  expect((await shop.order(id))?.returnTo).toBe(mobile);
  expect(await db.select().from(orders).where(eq(orders.userId, buyer))).toHaveLength(1);
});

test("an app gets the return link that it names from its platform's list, and the first of the list when it names none", async () => {
  const beta = "purse-desktop-beta://credits";
  await changeReturnAddress(db, "desktop", { change: "add", address: beta });
  const policies = new Map((await readPolicies(db)).map((policy) => [policy.platform, policy]));
  const choose = (platform: "web" | "desktop" | "mobile", named: string | null) => {
    const policy = policies.get(platform);
    if (policy === undefined) throw new Error(`no row for ${platform}`);
    return chooseReturnLink(policy, named);
  };
  expect([choose("desktop", null), choose("desktop", beta), choose("desktop", desktop)]).toEqual([
    desktop,
    beta,
    desktop,
  ]);
  expect([choose("mobile", null), choose("mobile", beta), choose("mobile", desktop)]).toEqual([mobile, null, null]);
  expect([choose("web", null), choose("web", desktop)]).toEqual([null, null]);
});

test("an invalid address never becomes a return link, however it got into the table", async () => {
  const bad = ["javascript:alert(1)", "http://evil.example", "//evil.example"];
  await db.update(platformPolicies).set({ returnAddresses: bad }).where(eq(platformPolicies.platform, "mobile"));
  for (const returnTo of bad) expect([returnTo, await placeToReturn({ returnTo })]).toEqual([returnTo, null]);
});
