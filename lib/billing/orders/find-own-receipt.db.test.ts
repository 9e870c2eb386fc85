import { expect, test } from "vitest";
import { testDatabase } from "#testing/database.ts";
import { openShop } from "#testing/shop.ts";
import { findOwnReceipt } from "./find-own-receipt.ts";

const { db } = await testDatabase();
const shop = await openShop(db);

test("a purchase has a receipt at Stripe for its buyer, and an unpaid one has none", async () => {
  await shop.deliverAtOnce();
  const buyer = await shop.newBuyer();
  const unpaid = await shop.started(buyer, { pack: "500" });
  const { order } = await shop.bought(buyer);
  const url = await findOwnReceipt(db, buyer, order);
  expect(url).toMatch(/^http:\/\/localhost:3000\/demo\/stripe\/receipt\/ch_/);
  expect(await findOwnReceipt(db, buyer, unpaid.id)).toBeNull();
  expect(await findOwnReceipt(db, await shop.newBuyer(), order)).toBeNull();
  expect(await findOwnReceipt(db, buyer, "no order")).toBeNull();

  const page = new URL(`/receipt/${url?.split("/").at(-1)}`, process.env.STRIPE_API_BASE);
  expect(await (await fetch(page)).text()).toMatch(/<h1>\$4\.99<\/h1>.*100 credits.*Demo dashboard/s);
  // What is refunded there takes credits as a refund in the dashboard does.
  const body = new URLSearchParams({ dashboard: "refund", amount: "4.99" });
  expect((await fetch(page, { method: "POST", body, redirect: "manual" })).status).toBe(303);
  expect(await (await fetch(page)).text()).toContain("<span>Refund</span><span>−$4.99</span>");
  await expect.poll(async () => (await shop.balance(buyer)).available, { timeout: 20_000 }).toBe(0);
});
