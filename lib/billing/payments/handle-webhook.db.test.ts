import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { creditTransactions } from "#db/schema/credits.ts";
import { stripeEvents } from "#db/schema/orders.ts";
import { testDatabase } from "#testing/database.ts";
import { openShop, signEvent } from "#testing/shop.ts";
import { handleWebhook } from "./handle-webhook.ts";

const { db } = await testDatabase();
const shop = await openShop(db);
const { started } = shop;

beforeEach(shop.deliverAtOnce);

function grantsOf(userId: string) {
  return db.select().from(creditTransactions).where(eq(creditTransactions.accountId, userId));
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

test("an event whose object cannot be read throws, is stored, and is processed when delivered again", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.control({ plan: { copies: 0 } });
  await shop.press(order.checkoutSession, "pay");
  const raw = eventFor(order.checkoutSession);
  const { id } = JSON.parse(raw);
  await shop.whileStripeIsAway(() => expect(deliver(raw)).rejects.toThrow("Stripe did not answer"));
  const rows = () => db.select().from(stripeEvents).where(eq(stripeEvents.id, id));
  expect(await rows()).toMatchObject([
    { doneAt: null, error: expect.stringContaining("Stripe did not answer"), unsettledReason: null },
  ]);
  expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
  expect(await deliver(raw)).toEqual({ status: "done" });
  expect(await rows()).toMatchObject([{ attempts: 2, error: null, livemode: false, doneAt: expect.any(Date) }]);
  expect(await shop.balance(buyer)).toEqual({ version: 1, available: 100 });
});

test("forged, old, unsigned and incomplete deliveries are refused and change nothing", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  const raw = eventFor(order.checkoutSession);
  const refused = { status: "bad-signature" };
  expect(await deliver(raw, { secret: "whsec_of_a_forger" })).toEqual(refused);
  expect(await deliver(raw, { at: Date.now() - 10 * 60_000 })).toEqual(refused);
  expect(await deliver(raw, { at: Date.now() + 10 * 60_000 }), "dated ahead").toEqual(refused);
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

test("ids that no column or list can store are refused before they reach the database", async () => {
  const event = JSON.parse(eventFor("cs_test_1"));
  const long = "x".repeat(100_000);
  const odd = [
    ...[`evt_\u0000`, `evt_${long}`, "evt_\u202e", "evt 1", ""].map((id) => ({ ...event, id })),
    ...[`cs_\u0000`, long, "", 7].map((id) => ({ ...event, data: { object: { id } } })),
    { ...event, type: `checkout.session.\u0000` },
    { ...event, type: long },
    { ...event, api_version: "\u0000" },
    { ...event, created: -1 },
    { ...event, created: 1e15 },
  ];
  for (const one of odd) expect(await deliver(JSON.stringify(one))).toEqual({ status: "bad-signature" });
  expect(await deliver(JSON.stringify({ ...event, type: "balance.available", data: { object: {} } }))).toEqual({
    status: "done",
  });
});

test("an event about a payment page without an id is refused and not stored", async () => {
  const event = JSON.parse(eventFor(null));
  for (const object of [{}, { id: null }])
    expect(await deliver(JSON.stringify({ ...event, data: { object } }))).toEqual({ status: "bad-signature" });
  expect(await db.select().from(stripeEvents).where(eq(stripeEvents.id, event.id))).toEqual([]);
});

test("a correctly signed event with false contents grants nothing, as the object is read again", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  expect(await deliver(eventFor(order.checkoutSession))).toEqual({ status: "done" });
  expect(await shop.order(order.id)).toMatchObject({ status: "open" });
  expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
});

test("a repeated delivery of a processed event does nothing", async () => {
  const buyer = await shop.newBuyer();
  const order = await started(buyer);
  await shop.control({ plan: { copies: 0 } });
  await shop.press(order.checkoutSession, "pay");
  const raw = eventFor(order.checkoutSession);
  for (let time = 0; time < 3; time += 1) expect(await deliver(raw)).toEqual({ status: "done" });
  expect(await grantsOf(buyer)).toHaveLength(1);
});
