import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { readPaymentOfOrder } from "#db/queries/orders/payments.ts";
import { reconcileLastDays } from "#lib/billing/reconciliation/reconcile.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readBatch } from "#lib/ledger/read/batches.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { keyOf, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { openShop } from "#testing/shop.ts";
import { bringPaymentUpToDate } from "./bring-payment-up-to-date.ts";
import { catchUpEvents } from "./catch-up-events.ts";
import { readReturns } from "./read-returns.ts";
import { clearPayment, readPayments, refund } from "./return-payment.ts";

const { db, url } = await testDatabase();
process.env.DATABASE_URL = url;
const shop = await openShop(db);

test("a refund from the dashboard takes its share of the pack back, and what was used is owed", async () => {
  const { buyer, order, intent } = await bought();
  await commitOne(db, spendOf(buyer, 40));
  await shop.control({ refund: { intent, amount: 299, status: "succeeded" } });
  // 299 of 499 cents are 59.9 of 100 credits: rounded up.
  await until(async () => expect(await partsOf(buyer)).toEqual({ target: 60, taken: 60, owed: 0 }));
  await shop.control({ refund: { intent, status: "succeeded" } });
  await until(async () => expect(await partsOf(buyer)).toEqual({ target: 100, taken: 60, owed: 40 }));
  expect(await readBalance(db, buyer)).toMatchObject({ available: 0, debt: 40 });
  const before = await readReturns(db, buyer);
  expect(before.get(order)).toMatchObject({ paidCents: 499, returnedCents: 499, dispute: "none", frozen: false });
  await bringPaymentUpToDate(db, intent);
  expect(await readReturns(db, buyer), "reading it again is no change").toEqual(before);

  const next = await shop.bought(buyer);
  await until(async () => expect(await readBalance(db, buyer)).toMatchObject({ available: 60 }));
  await until(async () => expect((await shop.order(next.order))?.status).toBe("paid"));
});

test.each([
  ["inquiry", ["warning_needs_response"], 0, "inquiry"],
  ["open", ["needs_response"], 100, "open"],
  ["open, then won", ["needs_response", "won"], 0, "none"],
  ["open, then lost", ["needs_response", "under_review", "lost"], 100, "lost"],
  ["prevented", ["needs_response", "prevented"], 0, "none"],
])("dispute: %s", async (_what, states, target, standing) => {
  const { buyer, order, intent } = await bought();
  for (const status of states) await shop.control({ dispute: { intent, status } });
  await until(async () => expect((await readPaymentOfOrder(db, order))?.dispute).toBe(standing));
  await until(async () => expect((await partsOf(buyer)).target ?? 0).toBe(target));
  expect(await readBalance(db, buyer)).toMatchObject({ available: 100 - target });
});

test("a refund that fails gives exactly its credits back", async () => {
  const { buyer, intent } = await bought();
  await shop.control({ refund: { intent, amount: 100, status: "succeeded" } });
  const id = await refundOf(intent, { amount: 200, status: "pending" });
  await until(async () => expect(await partsOf(buyer)).toMatchObject({ target: 61 }));
  await shop.control({ settleRefund: { id, status: "failed" } });
  await until(async () => expect(await partsOf(buyer)).toMatchObject({ target: 21 }));
  expect(await readBalance(db, buyer)).toMatchObject({ available: 79 });
});

test("a refund and a dispute of the same money take each credit once", async () => {
  const { buyer, intent } = await bought();
  await shop.control({ refund: { intent, amount: 299, status: "succeeded" } });
  await shop.control({ dispute: { intent, status: "needs_response" } });
  await until(async () => expect(await partsOf(buyer)).toMatchObject({ target: 100, taken: 100 }));
  await shop.control({ dispute: { intent, status: "won" } });
  await until(async () => expect(await partsOf(buyer)).toMatchObject({ target: 60, taken: 60 }));
});

test("events doubled and shuffled, or all of them lost and recovered by reconciliation, end in the same state", async () => {
  const all = [await bought(), await bought()];
  for (const [index, { intent }] of all.entries()) {
    await shop.control({
      plan: index === 0 ? { copies: 3, delayMs: 0, hold: true } : { copies: 0, delayMs: 0, hold: false },
    });
    const id = await refundOf(intent, { amount: 100, status: "pending" });
    await shop.control({ dispute: { intent, status: "needs_response" } });
    await shop.control({ settleRefund: { id, status: "failed" } });
    await shop.control({ dispute: { intent, status: "won" } });
    await shop.control({ refund: { intent, amount: 200, status: "succeeded" } });
    await shop.control({ plan: { copies: 1, delayMs: 0, hold: false }, release: "shuffled" });
  }
  const [shuffled, lost] = all;
  await until(async () => expect(await partsOf(shuffled?.buyer ?? "")).toMatchObject({ target: 41, taken: 41 }));
  expect(await partsOf(lost?.buyer ?? "")).toMatchObject({ target: undefined });
  expect(await reconcileLastDays(db, { days: 3 })).toMatchObject({ left: 0 });
  for (const { buyer } of all) expect(await partsOf(buyer)).toEqual({ target: 41, taken: 41, owed: 0 });
});

test("twenty deliveries at once, half of them in another process, book a return once, and a refund before its own payment's event grants first", async () => {
  await shop.control({ plan: { copies: 0, delayMs: 0, hold: false } });
  const { buyer, intent } = await bought({ granted: false });
  await shop.control({ refund: { intent, amount: 499, status: "succeeded" } });
  const other = fork(join(process.cwd(), "testing/bring-payment-process.ts"), [url, intent], {
    execArgv: ["--conditions=react-server"],
  });
  const ended = once(other, "exit");
  await Promise.all(Array.from({ length: 10 }, () => bringPaymentUpToDate(db, intent)));
  expect(await ended).toEqual([0, null]);
  const { transactions } = await readHistory(db, buyer, {}, 100);
  expect(transactions.map(({ type, amount }) => [type, amount])).toEqual([
    ["revoke", -100],
    ["grant", 100],
  ]);
  await expectInvariants(db);
});

test.each(["won", "lost"])("a dispute that is %s, its events delivered the other way round", async (outcome) => {
  await shop.deliverAtOnce();
  const { buyer, order, intent } = await bought();
  await shop.control({ plan: { copies: 1, delayMs: 0, hold: true } });
  const states = ["needs_response", outcome === "won" ? "lost" : "under_review", outcome];
  for (const status of states) await shop.control({ dispute: { intent, status } });
  await shop.control({ plan: { copies: 1, delayMs: 0, hold: false }, release: "reversed" });
  const standing = outcome === "won" ? "none" : "lost";
  await until(async () => expect((await readPaymentOfOrder(db, order))?.dispute).toBe(standing));
  await until(async () => expect((await partsOf(buyer)).target ?? 0).toBe(outcome === "won" ? 0 : 100));
});

test("an operator's refund proposes the unused share, and the same key again returns nothing more", async () => {
  await shop.deliverAtOnce();
  const { buyer, order, intent } = await bought();
  await commitOne(db, spendOf(buyer, 40));
  expect(await readPayments(db, order)).toMatchObject([{ proposedCents: 299, payment: { paidCents: 499 } }]);
  const asked = { cents: 299, key: order, reason: "Not needed", actor: "operator:test" };
  for (const _twice of [1, 2]) {
    const [after] = await refund(db, intent, asked);
    expect(after).toMatchObject({ proposedCents: 0, payment: { returnedCents: 299 } });
    expect(after?.grants).toMatchObject([{ batch: { remaining: 0 } }]);
  }
  expect(await partsOf(buyer)).toEqual({ target: 60, taken: 60, owed: 0 });
  const more = refund(db, intent, { ...asked, cents: 201, key: "more" });
  await expect(more).rejects.toThrow("greater than the unrefunded amount");
});

test("a bank's warning freezes what is unused of the payment alone, until an operator clears it", async () => {
  const { buyer, order, intent } = await bought();
  const other = await shop.bought(buyer);
  await until(async () => expect((await shop.order(other.order))?.status).toBe("paid"));
  await commitOne(db, spendOf(buyer, 40));
  await shop.control({ warn: { intent } });
  await until(async () => expect(await readBalance(db, buyer)).toMatchObject({ available: 100 }));
  await commitOne(db, spendOf(buyer, 30));
  await bringPaymentUpToDate(db, intent);
  expect(await readBalance(db, buyer), "the other pack is used on").toMatchObject({ available: 70 });
  await expectInvariants(db);

  const [read] = await readPayments(db, order);
  if (read === undefined) throw new Error("no payment");
  expect(read.isFrozen).toBe(true);
  const decided = { actor: "operator:test", reason: "The cardholder called" };
  expect(await clearPayment(db, read.payment, decided)).toBe(true);
  expect(await clearPayment(db, read.payment, decided), "once").toBe(false);
  expect(await readBalance(db, buyer)).toMatchObject({ available: 130 });
  await bringPaymentUpToDate(db, intent);
  expect(await readBalance(db, buyer), "it stays cleared").toMatchObject({ available: 130 });
  const { transactions } = await readHistory(db, buyer, {}, 100);
  const reviewed = transactions.filter(({ reference }) => reference === `review:${order}`);
  expect(reviewed.map(({ type, amount }) => [type, amount])).toEqual([
    ["reinstate", 60],
    ["revoke", -60],
  ]);
  await expectInvariants(db);
});

test("what a job used of a frozen payment is not owed, and what comes back to it is frozen as well", async () => {
  const { buyer, intent } = await bought();
  const spent = await commitOne(db, spendOf(buyer, 10));
  await commitOne(db, { ...spendOf(buyer, 60), type: "hold", expiresInSeconds: 900 });
  await shop.control({ warn: { intent } });
  await until(async () => expect(await partsOf(buyer)).toMatchObject({ target: 90, taken: 30 }));
  const about = { account: buyer, actor: "web", platform: "web" };
  await commitOne(db, { ...about, type: "capture", hold: 1, amount: 40, final: true, request: keyOf("web", "c", {}) });
  if (spent.status !== "done") throw new Error("nothing was spent");
  const of = spent.transaction.version;
  await commitOne(db, { ...about, type: "refund", of, amount: 10, reason: "Bad", request: keyOf("web", "r", {}) });
  await reconcileLastDays(db, { days: 3 });
  expect(await partsOf(buyer)).toEqual({ target: 60, taken: 60, owed: 0 });
  expect(await readBalance(db, buyer)).toMatchObject({ available: 0 });
  await expectInvariants(db);
});

test("a payment that is refunded in full after a warning owes what was used of it", async () => {
  const { buyer, intent } = await bought();
  await commitOne(db, spendOf(buyer, 40));
  await shop.control({ warn: { intent } });
  await until(async () => expect(await readBalance(db, buyer)).toMatchObject({ available: 0 }));
  await shop.control({ refund: { intent, status: "succeeded" } });
  await until(async () => expect(await partsOf(buyer)).toEqual({ target: 100, taken: 60, owed: 40 }));
  await expectInvariants(db);
});

test("events that were never delivered are caught up from Stripe's list, once", async () => {
  await shop.control({ plan: { copies: 0, delayMs: 0, hold: false } });
  const { buyer, intent } = await bought({ granted: false });
  await shop.control({ refund: { intent, amount: 299, status: "succeeded" } });
  expect(await readBalance(db, buyer)).toMatchObject({ available: 0 });
  expect(await catchUpEvents(db, { days: 3 })).toMatchObject({ failed: 0 });
  expect(await partsOf(buyer)).toEqual({ target: 60, taken: 60, owed: 0 });
  const { transactions } = await readHistory(db, buyer, {}, 100);
  await catchUpEvents(db, { days: 3 });
  expect((await readHistory(db, buyer, {}, 100)).transactions).toEqual(transactions);
  await shop.deliverAtOnce();
});

async function bought({ granted = true } = {}) {
  const buyer = await shop.newBuyer();
  const { order, intent } = await shop.bought(buyer);
  if (granted) await until(async () => expect((await shop.order(order))?.status).toBe("paid"));
  return { buyer, order, intent };
}

/** Makes a refund and returns its id. */
async function refundOf(intent: string, asked: { amount: number; status: "succeeded" | "pending" }): Promise<string> {
  await shop.control({ refund: { intent, ...asked } });
  const answer = await fetch(`${process.env.STRIPE_API_BASE}/control`, { method: "POST", body: "{}" });
  const { refunds } = z
    .object({ refunds: z.record(z.string(), z.object({ id: z.string(), intent: z.string() })) })
    .parse(await answer.json());
  return Object.values(refunds).findLast((one) => one.intent === intent)?.id ?? "";
}

async function partsOf(account: string) {
  const { target, taken, owed } = (await readBatch(db, account, 1))?.revocation ?? {};
  return { target, taken, owed };
}

async function until(check: () => Promise<void>): Promise<void> {
  await vi.waitFor(check, { timeout: 20_000, interval: 50 });
}
