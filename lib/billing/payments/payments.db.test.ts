import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { creditTransactions } from "#db/schema/credits.ts";
import { demoEmails } from "#db/schema/people.ts";
import { readOrder, reconcileOrders } from "#lib/billing/orders/orders.ts";
import { testDatabase } from "#testing/database.ts";
import { openShop } from "#testing/shop.ts";

const { db, owner } = await testDatabase();
const shop = await openShop(db);
const { started, look } = shop;

beforeEach(shop.deliverAtOnce);

function grantsOf(userId: string) {
  return db.select().from(creditTransactions).where(eq(creditTransactions.accountId, userId));
}

test("a paid pack is granted once, and the order says so", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  expect(order).toMatchObject({ status: "open", credits: 100, amountCents: 499, currency: "usd" });
  await shop.press(order.checkoutSession, "pay");
  await expect.poll(async () => (await shop.order(order.id))?.status).toBe("paid");
  expect(await shop.order(order.id)).toMatchObject({ grantVersion: 1 });
  expect(await shop.balance(buyer)).toEqual({ version: 1, available: 100 });
});

test("one event ten times in parallel with the return page is one grant", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.control({ plan: { copies: 10 } });
  const before = shop.webhook.taken();
  await shop.press(order.checkoutSession, "pay");
  await Promise.all(Array.from({ length: 10 }, () => look(order.id)));
  await expect.poll(() => shop.webhook.taken()).toBe(before + 20);
  expect(await grantsOf(buyer)).toHaveLength(1);
  expect(await shop.balance(buyer)).toEqual({ version: 1, available: 100 });
});

test("the return page before the event, and the event after it, are one grant", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.control({ plan: { hold: true } });
  await shop.press(order.checkoutSession, "pay");
  expect(await look(order.id)).toMatchObject({ status: "paid", grantVersion: 1 });
  const before = shop.webhook.taken();
  await shop.control({ plan: { hold: false }, release: "reversed" });
  await expect.poll(() => shop.webhook.taken()).toBe(before + 2);
  expect(await shop.balance(buyer)).toEqual({ version: 1, available: 100 });
});

test("without its event the return page grants, and without both the reconciliation grants", async () => {
  const [one, two] = [await shop.newBuyer(), await shop.newBuyer()];
  await shop.control({ plan: { copies: 0 } });
  const seen = await started(one);
  await shop.press(seen.checkoutSession, "pay");
  expect(await readOrder(db, one, seen.id)).toMatchObject({ status: "paid" });

  const left = await started(two);
  await shop.press(left.checkoutSession, "pay");
  await owner`update orders set updated_at = now() - interval '2 minutes' where id = ${left.id}`;
  expect(await reconcileOrders(db)).toBeGreaterThan(0);
  expect(await shop.order(left.id)).toMatchObject({ status: "paid" });
  expect(await shop.balance(two)).toEqual({ version: 1, available: 100 });
});

test("an internal failure responds with 500, and the next delivery grants", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  shop.webhook.setDown(true);
  await shop.press(order.checkoutSession, "pay");
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
  shop.webhook.setDown(false);
  await expect.poll(async () => (await shop.order(order.id))?.status).toBe("paid");
});

test("a crash between the grant and the order is reconciled without a second grant", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.control({ plan: { copies: 0 } });
  await shop.press(order.checkoutSession, "pay");
  await look(order.id);
  await owner`update orders set status = 'open', grant_version = null where id = ${order.id}`;
  expect(await look(order.id)).toMatchObject({ status: "paid", grantVersion: 1 });
  expect(await grantsOf(buyer)).toHaveLength(1);
});

test("the buyer gets one email, however often the payment is reconciled", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.control({ plan: { copies: 3 } });
  await shop.press(order.checkoutSession, "pay");
  await Promise.all([look(order.id), look(order.id), look(order.id)]);
  const emails = () =>
    db
      .select()
      .from(demoEmails)
      .where(eq(demoEmails.to, `${buyer}@example.com`));
  await expect.poll(emails).toMatchObject([{ subject: "100 credits added" }]);
  await look(order.id);
  expect((await emails())[0]?.text).toContain("100 credits for $4.99");
});

test("a declined card grants nothing and leaves the order open", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.press(order.checkoutSession, "decline");
  expect(await look(order.id)).toMatchObject({ status: "open" });
  expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
});

test("an expired payment page ends the order and grants nothing", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.control({ expire: order.checkoutSession });
  await expect.poll(async () => (await shop.order(order.id))?.status).toBe("expired");
  expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
});

test("a delayed payment is granted when the bank has paid, not before", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.press(order.checkoutSession, "pay-later");
  await expect.poll(async () => (await shop.order(order.id))?.status).toBe("processing");
  expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
  await shop.control({ settle: { session: order.checkoutSession, outcome: "succeeded" } });
  await expect.poll(async () => (await shop.order(order.id))?.status).toBe("paid");
  expect(await shop.balance(buyer)).toEqual({ version: 1, available: 100 });
});

test("a delayed payment that fails grants nothing, with or without its event", async () => {
  for (const copies of [1, 0]) {
    const buyer = await shop.newBuyer();
    const order = await started(buyer);
    await shop.press(order.checkoutSession, "pay-later");
    expect(await look(order.id)).toMatchObject({ status: "processing" });
    await shop.control({ plan: { copies } });
    await shop.control({ settle: { session: order.checkoutSession, outcome: "failed" } });
    expect(await look(order.id)).toMatchObject({ status: "failed" });
    expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
  }
});

test("shuffled events of many purchases give each its own grant", async () => {
  const buyers = await Promise.all(Array.from({ length: 6 }, () => shop.newBuyer()));
  await shop.control({ plan: { hold: true, copies: 2 } });
  for (const [at, buyer] of buyers.entries()) {
    const order = await started(buyer);
    await shop.press(order.checkoutSession, at % 2 === 0 ? "pay" : "pay-later");
    if (at % 2 === 1) await shop.control({ settle: { session: order.checkoutSession, outcome: "succeeded" } });
  }
  await shop.control({ plan: { hold: false, copies: 1 }, release: "shuffled" });
  await expect
    .poll(async () => await Promise.all(buyers.map((buyer) => shop.balance(buyer))))
    .toEqual(buyers.map(() => ({ version: 1, available: 100 })));
});
