import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { packs } from "#db/schema/catalogue.ts";
import { orderKeys, orders } from "#db/schema/orders.ts";
import { StripeUnavailable } from "#lib/billing/stripe/client.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { testDatabase } from "#testing/database.ts";
import { makeOld } from "#testing/old-keys.ts";
import { patiently } from "#testing/patiently.ts";
import { openShop } from "#testing/shop.ts";
import { cancelOrder, readOrder, reconcileOrders } from "./orders.ts";
import { startCheckout } from "./start-checkout.ts";

const { db, owner } = await testDatabase();
const shop = await openShop(db);
const { started, look } = shop;

beforeEach(shop.deliverAtOnce);

test("one key in ten parallel calls is one order and one payment page", async () => {
  const buyer = await shop.newBuyer();
  const key = randomUUID();
  const all = await Promise.all(Array.from({ length: 10 }, () => patiently(() => started(buyer, { key }))));
  expect(new Set(all.map((order) => order.id)).size).toBe(1);
  expect(new Set(all.map((order) => order.checkoutSession)).size).toBe(1);
});

test("two tabs that buy the same pack share one order, and the second key never starts another", async () => {
  const buyer = await shop.newBuyer();
  const [first, second] = await Promise.all([started(buyer, { key: "tab-one" }), started(buyer, { key: "tab-two" })]);
  expect(second.id).toBe(first.id);
  await shop.press(first.checkoutSession, "pay");
  await look(first.id);
  expect((await started(buyer, { key: "tab-two" })).id).toBe(first.id);
  expect(await db.select().from(orderKeys).where(eq(orderKeys.userId, buyer))).toHaveLength(2);
  expect((await started(buyer, { key: "tab-three" })).id).not.toBe(first.id);
});

test("an order made with an old device's key is replayed to the app after it signed in again", async () => {
  const userId = await shop.newBuyer();
  const ask = (scope: "web" | "desktop", pack = "100") => {
    const request = requestKey(scope, "Q", { method: "POST", path: "/api/v1/checkouts", body: { pack } });
    return startCheckout(db, { userId, request, pack, returnTo: null });
  };
  const first = await ask("desktop");
  if (first.status !== "started") throw new Error(first.status);
  await makeOld(owner, userId, "one");
  await shop.press(first.order.checkoutSession, "pay");
  await look(first.order.id);
  expect(await ask("desktop")).toMatchObject({ replayed: true, order: { id: first.order.id } });
  for (const other of [await ask("web"), await ask("desktop", "500")]) expect(other).toMatchObject({ replayed: false });
});

test("a key with another pack is refused, and so is a pack that is not sold", async () => {
  const buyer = await shop.newBuyer();
  await started(buyer, { key: "one" });
  expect(await shop.buy(buyer, { key: "one", pack: "500" })).toEqual({ status: "idempotency-key-reused" });
  expect(await shop.buy(buyer, { pack: "free" })).toEqual({ status: "no-such-pack" });
});

test("an unpaid order is not resumed at another price, and the price comes from our table", async () => {
  const buyer = await shop.newBuyer();
  const slug = `dear-${randomUUID()}`;
  const row = { slug, credits: 10, currency: "usd" };
  await db.insert(packs).values({ ...row, from: new Date(0), amountCents: 100 });
  const cheap = await started(buyer, { pack: slug });
  await db.insert(packs).values({ ...row, from: new Date(), amountCents: 200 });
  const dear = await started(buyer, { pack: slug });
  expect([cheap.amountCents, dear.amountCents, cheap.id === dear.id]).toEqual([100, 200, false]);
});

test("at most three orders are open, and cancelling one allows another", async () => {
  const buyer = await shop.newBuyer();
  const first = await started(buyer, { pack: "100" });
  await started(buyer, { pack: "500" });
  await started(buyer, { pack: "1200" });
  expect(await shop.buy(buyer, { pack: "month" })).toMatchObject({ status: "too-many-open" });
  expect(await cancelOrder(db, buyer, first.id)).toMatchObject({ status: "cancelled" });
  await shop.press(first.checkoutSession, "pay");
  expect(await look(first.id)).toMatchObject({ status: "cancelled" });
  expect(await started(buyer, { pack: "month" })).toMatchObject({ status: "open" });
});

test("at most ten checkouts an hour, exact under parallel calls", async () => {
  const buyer = await shop.newBuyer();
  const slugs = Array.from({ length: 12 }, (_, at) => `rate-${at}`);
  await db
    .insert(packs)
    .values(slugs.map((slug) => ({ slug, from: new Date(0), credits: 1, amountCents: 99, currency: "usd" })));
  for (const slug of slugs.slice(0, 9)) await cancelOrder(db, buyer, (await started(buyer, { pack: slug })).id);
  const last = await Promise.all(slugs.slice(9).map((slug) => shop.buy(buyer, { pack: slug })));
  expect(last.map(({ status }) => status).sort()).toEqual(["rate-limited", "rate-limited", "started"]);
});

test("an order paid while it is being cancelled is paid", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.control({ plan: { copies: 0 } });
  await shop.press(order.checkoutSession, "pay");
  expect(await cancelOrder(db, buyer, order.id)).toMatchObject({ status: "paid" });
  expect(await shop.balance(buyer)).toEqual({ version: 1, available: 100 });
});

test("another user's order is not found, like one that does not exist", async () => {
  const [buyer, other] = [await shop.newBuyer(), await shop.newBuyer()];
  const order = await started(buyer);
  for (const id of [order.id, randomUUID(), "none", "' or 1=1"]) {
    expect(await readOrder(db, other, id)).toBeNull();
    expect(await cancelOrder(db, other, id)).toBeNull();
  }
  expect(await shop.order(order.id)).toMatchObject({ status: "open" });
});

test("a pack with an expiry gives credits with an expiry", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer, { pack: "month" });
  await shop.press(order.checkoutSession, "pay");
  await look(order.id);
  const [row] = await owner`select expires_at - granted_at - interval '30 days' between '0' and '1 minute' as fits
    from credit_batches where account_id = ${buyer}`;
  expect(row?.fits).toBe(true);
});

test("after a crash before the page was created the same key creates it, and an hour later the order has expired", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer, { key: "lost" });
  await owner`update orders set checkout_session = null, checkout_url = null where id = ${order.id}`;
  expect((await started(buyer, { key: "lost" })).checkoutSession).toBe(order.checkoutSession);
  await owner`update orders set checkout_session = null, checkout_url = null,
    created_at = now() - interval '2 hours', updated_at = now() - interval '2 hours' where id = ${order.id}`;
  await reconcileOrders(db);
  const [row] = await db.select().from(orders).where(eq(orders.id, order.id));
  expect(row?.status).toBe("expired");
});

test("while Stripe is down nothing can be bought, an order keeps its state, and the same key continues afterwards", async () => {
  const buyer = await shop.newBuyer();
  const waiting = await started(buyer, { pack: "500" });
  await shop.control({ plan: { copies: 0 } });
  await shop.press(waiting.checkoutSession, "pay");
  await shop.whileStripeIsAway(async () => {
    await expect(shop.buy(buyer, { key: "patient" })).rejects.toBeInstanceOf(StripeUnavailable);
    expect(await readOrder(db, buyer, waiting.id)).toMatchObject({ status: "open" });
    expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
  });
  const order = await started(buyer, { key: "patient" });
  expect(await shop.ordersOf(buyer)).toHaveLength(2);
  expect(order.checkoutSession).not.toBeNull();
  expect(await look(waiting.id)).toMatchObject({ status: "paid" });
});
