import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { readPlanOrderRow } from "#db/queries/plans/plan-orders.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { testDatabase } from "#testing/database.ts";
import { openShop } from "#testing/shop.ts";
import { openSubscribers } from "#testing/subscribers.ts";
import { findPaymentPage } from "./find-payment-page.ts";
import { cancelPlanOrder, readBegunPlan, readPlanOrder, readUnpaidPlanOrder } from "./plan-orders.ts";
import { readPlan } from "./read-plan.ts";

const { db, owner } = await testDatabase();
const shop = await openShop(db);
const { started, subscribed, later } = await openSubscribers(db, shop);
beforeEach(shop.deliverAtOnce);

test("an order is read with its price, and once it is paid with the credits that it brought", async () => {
  const buyer = await shop.newBuyer();
  const { order } = await started(buyer, { interval: "year" });
  expect(await readPlanOrder(db, buyer, order.id)).toMatchObject({
    status: "open",
    price: { name: "Pro", interval: "year", amountCents: 9_588, creditsPerMonth: 1_200 },
  });
  expect(await readUnpaidPlanOrder(db, buyer)).toMatchObject({ id: order.id, checkoutUrl: order.checkoutUrl });
  await shop.control({ plan: { copies: 0 } });
  await shop.press(order.checkoutSession, "pay");
  // The page has just asked Stripe: it asks again after 4 s at the earliest.
  await expect.poll(async () => (await readPlanOrder(db, buyer, order.id))?.status).toBe("paid");
  const begun = await readBegunPlan(db, await paid(order.id));
  expect(begun).toMatchObject({ granted: { credits: 20 }, trialEnd: expect.any(Date) });
  const batch = await owner`select expires_at from credit_batches where account_id = ${buyer}`;
  expect(batch).toEqual([{ expires_at: begun.granted?.until }]);
  expect(await readUnpaidPlanOrder(db, buyer)).toBeNull();
});

test("a second trial of a card begins without credits", async () => {
  await shop.control({ settings: { cardFingerprint: "card_of_two" } });
  const begun = [];
  for (const buyer of [await shop.newBuyer(), await shop.newBuyer()]) {
    const { order } = await started(buyer);
    await shop.press(order.checkoutSession, "pay");
    await expect.poll(async () => (await readPlanOrderRow(db, order.id))?.status).toBe("paid");
    begun.push(await readBegunPlan(db, await paid(order.id)));
  }
  await shop.control({ settings: { cardFingerprint: null } });
  expect(begun).toMatchObject([{ granted: { credits: 20 } }, { granted: null, trialEnd: expect.any(Date) }]);
});

test("a cancelled order's page is closed, also when its event comes first; one that was paid meanwhile stays paid", async () => {
  const [one, two] = [await shop.newBuyer(), await shop.newBuyer()];
  const { order } = await started(one);
  expect(await cancelPlanOrder(db, one, order.id)).toMatchObject({ status: "cancelled" });
  await shop.press(order.checkoutSession, "pay");
  expect(await readBalance(db, one)).toMatchObject({ version: 0 });
  expect((await started(one)).order.id).not.toBe(order.id);

  await shop.control({ plan: { copies: 0 } });
  const { order: paidOne } = await started(two);
  await shop.press(paidOne.checkoutSession, "pay");
  expect(await cancelPlanOrder(db, two, paidOne.id)).toMatchObject({ status: "paid" });
  expect(await readBalance(db, two)).toMatchObject({ available: 20 });
});

test("another user's order is like none, to read and to cancel", async () => {
  const [buyer, stranger] = [await shop.newBuyer(), await shop.newBuyer()];
  const { order } = await started(buyer);
  for (const id of [order.id, randomUUID(), "not-an-id"]) {
    expect(await readPlanOrder(db, stranger, id)).toBeNull();
    expect(await cancelPlanOrder(db, stranger, id)).toBeNull();
  }
  expect(await readPlanOrderRow(db, order.id)).toMatchObject({ status: "open" });
});

test("a payment that is past due leads to its own invoice, and once it is paid to nothing", async () => {
  const [{ buyer, customer }, stranger] = [await subscribed(), await shop.newBuyer()];
  expect(await findPaymentPage(db, buyer), "nothing is due").toBeNull();
  await shop.control({ customer: { id: customer, declines: true } });
  await later(customer, 1);
  await expect.poll(async () => (await readPlan(db, buyer))?.subscription.status).toBe("past_due");
  const page = (await findPaymentPage(db, buyer)) ?? "";
  expect(page).toContain("/demo/stripe/invoice/in_");
  expect(await findPaymentPage(db, stranger)).toBeNull();

  await shop.control({ plan: { copies: 0 } });
  const invoice = new URL(`/invoice/${page.split("/").at(-1)}`, process.env.STRIPE_API_BASE);
  await fetch(invoice, { method: "POST", body: new URLSearchParams({ button: "pay" }), redirect: "manual" });
  expect(await findPaymentPage(db, buyer), "asking brings the plan up to date").toBeNull();
  expect(await readBalance(db, buyer)).toMatchObject({ available: 1_220 });
});

async function paid(id: string) {
  const order = await readPlanOrderRow(db, id);
  if (order?.status !== "paid") throw new Error(`The order is ${order?.status}`);
  return order;
}
