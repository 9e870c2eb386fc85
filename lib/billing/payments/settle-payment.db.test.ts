import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readEvent, readUnsettledEvents } from "#db/queries/orders/stripe-events.ts";
import { reconcileOrders } from "#lib/billing/orders/orders.ts";
import { verify } from "#lib/ledger/audit/verify.ts";
import { log } from "#lib/observability/log.ts";
import { testDatabase } from "#testing/database.ts";
import { openShop, signEvent } from "#testing/shop.ts";
import { handleWebhook } from "./handle-webhook.ts";
import { settlePayment } from "./settle-payment.ts";

const { db, owner } = await testDatabase();
const shop = await openShop(db);
const warn = vi.spyOn(log, "warn");

beforeEach(async () => {
  warn.mockClear().mockImplementation(() => undefined);
  await shop.control({ plan: { copies: 0 } });
});
afterEach(async () => {
  await owner`delete from stripe_events where settled_at is null`;
});

const decided = { outcome: "granted", actor: "operator:test", reason: "Paid in full by bank" } as const;

test("an event about an object that Stripe does not know is kept, acknowledged and logged once", async () => {
  const event = eventFor(`cs_${randomUUID()}`);
  for (let time = 0; time < 3; time += 1) expect(await deliver(event)).toEqual({ status: "done" });
  expect(await readUnsettledEvents(db)).toMatchObject([
    {
      id: event.id,
      attempts: 3,
      unsettledReason: expect.stringContaining("Stripe has no payment page"),
      orderId: null,
    },
  ]);
  expect(said(event.id)).toBe(1);
  expect(await settlePayment(db, event.id, decided)).toEqual({ status: "no-order" });
  expect(await settlePayment(db, event.id, { ...decided, outcome: "dismissed" })).toMatchObject({ status: "settled" });
  expect(await settlePayment(db, event.id, decided)).toEqual({ status: "already" });
  expect(await settlePayment(db, "evt_none", decided)).toEqual({ status: "no-such-event" });
});

test("an event without a payment does not wait for an operator when Stripe does not know its page", async () => {
  for (const type of ["checkout.session.expired", "checkout.session.async_payment_failed"]) {
    const event = { ...eventFor(`cs_${randomUUID()}`), type };
    expect(await deliver(event)).toEqual({ status: "done" });
    expect(await readEvent(db, event.id)).toMatchObject({ doneAt: expect.any(Date), unsettledReason: null });
    expect(said(event.id)).toBe(0);
  }
  expect(await readUnsettledEvents(db)).toEqual([]);
});

test.each([
  { what: "amount", changes: { amount: 1 }, paid: "1 usd" },
  { what: "currency", changes: { currency: "jpy" }, paid: "499 jpy" },
])("a payment whose $what differs is granted only by an operator, once, and the ledger is right", async (of) => {
  const { buyer, order, event } = await paidOtherwise(of.changes);
  expect(await deliver(event)).toEqual({ status: "done" });
  expect(await deliver(event)).toEqual({ status: "done" });
  expect(await shop.look(order.id)).toMatchObject({ status: "open" });
  await reconcileLater(order.id);
  expect(await readUnsettledEvents(db)).toMatchObject([{ id: event.id, orderId: order.id }]);
  expect((await readEvent(db, event.id))?.unsettledReason).toContain(`${of.paid} were paid for order ${order.id}`);
  expect(said(order.id)).toBe(1);
  expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });

  const settled = await Promise.all([1, 2, 3].map(() => settlePayment(db, event.id, decided)));
  expect(settled.filter(({ status }) => status === "settled")).toEqual([{ status: "settled", events: [event.id] }]);
  expect(await deliver(event)).toEqual({ status: "done" });
  await shop.look(order.id);
  expect(await shop.balance(buyer)).toEqual({ version: 1, available: 100 });
  expect(await shop.order(order.id)).toMatchObject({ status: "paid", grantVersion: 1 });
  expect(await readEvent(db, event.id)).toMatchObject({
    settlement: "granted",
    settledBy: "operator:test",
    settledReason: "Paid in full by bank",
  });
  const [line] = await owner`select actor from credit_transactions where account_id = ${buyer}`;
  expect(line?.actor).toBe("operator:test");
  expect(await breaches()).toEqual([]);
});

test("a dismissed payment grants nothing and ends its order", async () => {
  const { buyer, order, event } = await paidOtherwise({ amount: 1 });
  await deliver(event);
  const dismissed = { ...decided, outcome: "dismissed" } as const;
  expect(await settlePayment(db, event.id, dismissed)).toEqual({ status: "settled", events: [event.id] });
  expect(await deliver(event)).toEqual({ status: "done" });
  expect(await shop.look(order.id)).toMatchObject({ status: "cancelled" });
  expect(await shop.balance(buyer)).toEqual({ version: 0, available: 0 });
  expect(await readUnsettledEvents(db)).toEqual([]);
});

test("a payment whose event never comes waits for an operator too, and is logged once", async () => {
  const { buyer, order, event } = await paidOtherwise({ amount: 1 });
  await reconcileLater(order.id);
  await reconcileLater(order.id);
  const page = `page:${order.checkoutSession}`;
  expect(await readUnsettledEvents(db)).toMatchObject([{ id: page, orderId: order.id }]);
  expect(said(order.id)).toBe(1);
  await deliver(event);
  const settled = await settlePayment(db, page, decided);
  expect(settled.status === "settled" && settled.events.toSorted()).toEqual([event.id, page].toSorted());
  expect(await shop.balance(buyer)).toEqual({ version: 1, available: 100 });
});

test("an event is settled by a later delivery, once Stripe knows its object", async () => {
  const { buyer, order, event } = await paidOtherwise({ amount: 1 });
  await deliver(event);
  await shop.control({ falsify: { session: order.checkoutSession, amount: 499 } });
  expect(await deliver(event)).toEqual({ status: "done" });
  expect(await readUnsettledEvents(db)).toEqual([]);
  expect(await settlePayment(db, event.id, decided)).toEqual({ status: "not-unsettled" });
  expect(await shop.balance(buyer)).toEqual({ version: 1, available: 100 });
});

test("a second paid page of an order is not granted again, and an unpaid one changes nothing", async () => {
  const buyer = await shop.newBuyer();
  const [order, other] = [await shop.started(buyer), await shop.started(buyer, { pack: "500" })];
  await shop.control({ falsify: { session: other.checkoutSession, clientReferenceId: order.id } });
  await deliver(eventFor(other.checkoutSession));
  expect(await readUnsettledEvents(db)).toEqual([]);
  await shop.press(order.checkoutSession, "pay");
  await shop.look(order.id);
  await shop.press(other.checkoutSession, "pay");
  const event = eventFor(other.checkoutSession);
  await deliver(event);
  expect(await readUnsettledEvents(db)).toMatchObject([{ id: event.id, orderId: order.id }]);
  expect(await settlePayment(db, event.id, decided)).toEqual({ status: "order-paid" });
  expect(await shop.balance(buyer)).toEqual({ version: 1, available: 100 });
});

test("verify reports an event that is marked as granted without a grant", async () => {
  const { order, event } = await paidOtherwise({ amount: 1 });
  await deliver(event);
  await owner`update stripe_events set settlement = 'granted', settled_at = now(), settled_by = 'x', settled_reason = 'x'
    where id = ${event.id}`;
  const finding = {
    invariant: 8,
    breach: expect.stringContaining(`event ${event.id} was settled by a grant of order ${order.id}`),
  };
  expect(await breaches()).toMatchObject([finding]);
  await owner`delete from stripe_events where id = ${event.id}`;
});

async function breaches() {
  return (await verify(db)).filter(({ breach }) => breach !== null);
}

/** A user who paid on a page that bills something other than their order. */
async function paidOtherwise(changes: { amount?: number; currency?: string }) {
  const buyer = await shop.newBuyer();
  const order = await shop.started(buyer);
  await shop.control({ falsify: { session: order.checkoutSession, ...changes } });
  await shop.press(order.checkoutSession, "pay");
  return { buyer, order, event: eventFor(order.checkoutSession) };
}

async function reconcileLater(order: string) {
  await owner`update orders set updated_at = now() - interval '2 minutes' where id = ${order}`;
  await reconcileOrders(db);
}

function eventFor(session: string | null) {
  return {
    id: `evt_${randomUUID()}`,
    object: "event",
    api_version: "2026-10-28.endive",
    created: Math.floor(Date.now() / 1000),
    data: { object: { id: session, object: "checkout.session" } },
    livemode: false,
    type: "checkout.session.completed",
  };
}

async function deliver(event: object) {
  const raw = JSON.stringify(event);
  return await handleWebhook(db, { raw, signature: signEvent(raw) });
}

/** How often the log contains a text. */
function said(name: string): number {
  return warn.mock.calls.filter((words) => JSON.stringify(words).includes(name)).length;
}
