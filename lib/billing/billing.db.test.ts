import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { packs } from "#db/schema/catalogue.ts";
import { creditTransactions } from "#db/schema/credits.ts";
import { orderKeys, orders, stripeEvents } from "#db/schema/orders.ts";
import { demoLetters } from "#db/schema/people.ts";
import { testDatabase } from "#testing/database.ts";
import { openShop, signEvent } from "#testing/shop.ts";
import { handleWebhook } from "./handle-webhook.ts";
import { cancelOrder, healOrders, readOrder } from "./orders.ts";
import { reconcileOrder } from "./reconcile-order.ts";
import { StripeUnavailable } from "./stripe.ts";

const { db, owner } = await testDatabase();
const shop = await openShop(db);

beforeEach(async () => {
  shop.webhook.setDown(false);
  await shop.control({ plan: { copies: 1, delayMs: 0, hold: false } });
});

async function started(userId: string, wish: { pack?: string; key?: string } = {}) {
  const outcome = await shop.buy(userId, wish);
  if (outcome.status !== "started") throw new Error(`No checkout: ${outcome.status}`);
  return outcome.order;
}

function grantsOf(userId: string) {
  return db.select().from(creditTransactions).where(eq(creditTransactions.accountId, userId));
}

/** The return page's look at an order, as often as it likes. */
async function look(id: string) {
  const order = await shop.order(id);
  if (order === null) throw new Error("No such order");
  return await reconcileOrder(db, order);
}

function eventFor(session: string | null, type = "checkout.session.completed") {
  return JSON.stringify({
    id: `evt_${randomUUID()}`,
    object: "event",
    api_version: "2026-10-28.endive",
    created: Math.floor(Date.now() / 1000),
    data: { object: { id: session, object: "checkout.session", payment_status: "paid", status: "complete" } },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: null },
    type,
  });
}

function deliver(raw: string, { secret = "whsec_of_the_tests", at = Date.now() } = {}) {
  return handleWebhook(db, { raw, signature: signEvent(raw, { secret, at }) });
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
  await expect.poll(() => shop.webhook.taken(), { timeout: 10_000 }).toBe(before + 20);
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

test("an event that never comes: the return page grants, and without it the healing does", async () => {
  const [one, two] = [await shop.newBuyer(), await shop.newBuyer()];
  await shop.control({ plan: { copies: 0 } });
  const seen = await started(one);
  await shop.press(seen.checkoutSession, "pay");
  expect(await readOrder(db, one, seen.id)).toMatchObject({ status: "paid" });

  const left = await started(two);
  await shop.press(left.checkoutSession, "pay");
  await owner`update orders set updated_at = now() - interval '2 minutes' where id = ${left.id}`;
  expect(await healOrders(db)).toBeGreaterThan(0);
  expect(await shop.order(left.id)).toMatchObject({ status: "paid" });
  expect(await shop.balance(two)).toEqual({ version: 1, available: 100 });
});

test("a failure inside answers 500, and the next delivery grants", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  shop.webhook.setDown(true);
  await shop.press(order.checkoutSession, "pay");
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
  shop.webhook.setDown(false);
  await expect.poll(async () => (await shop.order(order.id))?.status, { timeout: 10_000 }).toBe("paid");
});

test("an event whose object cannot be read is thrown, kept with its reason, and done when it is delivered again", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.control({ plan: { copies: 0 } });
  await shop.press(order.checkoutSession, "pay");
  const raw = eventFor(order.checkoutSession);
  const { id } = JSON.parse(raw);
  await owner`update orders set amount_cents = 1 where id = ${order.id}`;
  await expect(deliver(raw)).rejects.toThrow("is not what order");
  expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
  await owner`update orders set amount_cents = 499 where id = ${order.id}`;
  expect(await deliver(raw)).toEqual({ status: "done" });
  const [row] = await db.select().from(stripeEvents).where(eq(stripeEvents.id, id));
  expect(row).toMatchObject({ attempts: 2, error: null, livemode: false });
  expect(row?.doneAt).not.toBeNull();
  expect(await shop.balance(buyer)).toEqual({ version: 1, available: 100 });
});

test("a crash between the grant and the order is healed without a second grant", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.control({ plan: { copies: 0 } });
  await shop.press(order.checkoutSession, "pay");
  await look(order.id);
  await owner`update orders set status = 'open', grant_version = null where id = ${order.id}`;
  expect(await look(order.id)).toMatchObject({ status: "paid", grantVersion: 1 });
  expect(await grantsOf(buyer)).toHaveLength(1);
});

test("the buyer gets one letter, however often the payment is looked at", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.control({ plan: { copies: 3 } });
  await shop.press(order.checkoutSession, "pay");
  await Promise.all([look(order.id), look(order.id), look(order.id)]);
  const letters = () =>
    db
      .select()
      .from(demoLetters)
      .where(eq(demoLetters.to, `${buyer}@example.com`));
  await expect.poll(letters).toMatchObject([{ subject: "100 credits added" }]);
  await look(order.id);
  expect((await letters())[0]?.text).toContain("100 credits for $4.99");
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

test("a delayed payment that fails grants nothing, whether its event comes or not", async () => {
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
    .poll(async () => await Promise.all(buyers.map((buyer) => shop.balance(buyer))), { timeout: 15_000 })
    .toEqual(buyers.map(() => ({ version: 1, available: 100 })));
});

test("forged, stale, unsigned and thin deliveries are refused and change nothing", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  const raw = eventFor(order.checkoutSession);
  const refused = { status: "bad-signature" };
  expect(await deliver(raw, { secret: "whsec_of_a_forger" })).toEqual(refused);
  expect(await deliver(raw, { at: Date.now() - 10 * 60_000 })).toEqual(refused);
  expect(await handleWebhook(db, { raw, signature: null })).toEqual(refused);
  const signature = signEvent(raw);
  expect(await handleWebhook(db, { raw: raw.replace("evt_", "evt_x"), signature })).toEqual(refused);
  expect(await deliver(JSON.stringify({ id: "evt_thin", object: "v2.core.event" }))).toEqual(refused);
  for (const thin of [{ id: "evt_thin", object: "event", type: "checkout.session.completed" }, { a: "x" }, []])
    expect(await deliver(JSON.stringify(thin))).toEqual(refused);
  const live = raw.replace('"livemode":false', '"livemode":true');
  expect(await deliver(live)).toEqual({ status: "wrong-mode" });
  expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
});

test("a well-signed event that lies about the payment grants nothing, as the object is read again", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  expect(await deliver(eventFor(order.checkoutSession))).toEqual({ status: "done" });
  expect(await shop.order(order.id)).toMatchObject({ status: "open" });
  expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
});

test("a replayed delivery of a done event does nothing", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.control({ plan: { copies: 0 } });
  await shop.press(order.checkoutSession, "pay");
  const raw = eventFor(order.checkoutSession);
  for (let time = 0; time < 3; time += 1) expect(await deliver(raw)).toEqual({ status: "done" });
  expect(await grantsOf(buyer)).toHaveLength(1);
});

test("one key in ten parallel calls is one order and one payment page", async () => {
  const buyer = await shop.newBuyer();
  const key = randomUUID();
  const all = await Promise.all(Array.from({ length: 10 }, () => started(buyer, { key })));
  expect(new Set(all.map((order) => order.id)).size).toBe(1);
  expect(new Set(all.map((order) => order.checkoutSession)).size).toBe(1);
});

test("two tabs that buy the same pack share one order, and its second key never begins another", async () => {
  const buyer = await shop.newBuyer();
  const [first, second] = await Promise.all([started(buyer, { key: "tab-one" }), started(buyer, { key: "tab-two" })]);
  expect(second.id).toBe(first.id);
  await shop.press(first.checkoutSession, "pay");
  await look(first.id);
  expect((await started(buyer, { key: "tab-two" })).id).toBe(first.id);
  expect(await db.select().from(orderKeys).where(eq(orderKeys.userId, buyer))).toHaveLength(2);
  expect((await started(buyer, { key: "tab-three" })).id).not.toBe(first.id);
});

test("a key with another pack is refused, and so is a pack that is not sold", async () => {
  const buyer = await shop.newBuyer();
  await started(buyer, { key: "one" });
  expect(await shop.buy(buyer, { key: "one", pack: "500" })).toEqual({ status: "idempotency-key-reused" });
  expect(await shop.buy(buyer, { pack: "free" })).toEqual({ status: "no-such-pack" });
});

test("an unpaid order is not taken up again at another price, and the price comes from our table", async () => {
  const buyer = await shop.newBuyer();
  const slug = `dear-${randomUUID()}`;
  const row = { slug, credits: 10, currency: "usd" };
  await db.insert(packs).values({ ...row, from: new Date(0), amountCents: 100 });
  const cheap = await started(buyer, { pack: slug });
  await db.insert(packs).values({ ...row, from: new Date(), amountCents: 200 });
  const dear = await started(buyer, { pack: slug });
  expect([cheap.amountCents, dear.amountCents, cheap.id === dear.id]).toEqual([100, 200, false]);
});

test("at most three orders are open, and one that is cancelled makes room", async () => {
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

test("another person's order, and one that does not exist, are none", async () => {
  const [buyer, other] = [await shop.newBuyer(), await shop.newBuyer()];
  const order = await started(buyer);
  for (const id of [order.id, randomUUID(), "none", "' or 1=1"]) {
    expect(await readOrder(db, other, id)).toBeNull();
    expect(await cancelOrder(db, other, id)).toBeNull();
  }
  expect(await shop.order(order.id)).toMatchObject({ status: "open" });
});

test("a pack with an end gives credits with an end", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer, { pack: "month" });
  await shop.press(order.checkoutSession, "pay");
  await look(order.id);
  const [row] = await owner`select expires_at - granted_at - interval '30 days' between '0' and '1 minute' as fits
    from credit_batches where account_id = ${buyer}`;
  expect(row?.fits).toBe(true);
});

test("a crash before the page was made: the same key makes it, and an hour later the order is over", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer, { key: "lost" });
  await owner`update orders set checkout_session = null, checkout_url = null where id = ${order.id}`;
  expect((await started(buyer, { key: "lost" })).checkoutSession).toBe(order.checkoutSession);
  await owner`update orders set checkout_session = null, checkout_url = null,
    created_at = now() - interval '2 hours', updated_at = now() - interval '2 hours' where id = ${order.id}`;
  await healOrders(db);
  const [row] = await db.select().from(orders).where(eq(orders.id, order.id));
  expect(row?.status).toBe("expired");
});

test("while Stripe is away nothing can be bought, an order stays as it was, and the same key goes on afterwards", async () => {
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
