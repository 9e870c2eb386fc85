import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { readPlanOrderRow } from "#db/queries/plans/plan-orders.ts";
import { readSubscriptionRows } from "#db/queries/plans/subscriptions.ts";
import { stripeCustomers } from "#db/schema/subscriptions.ts";
import { stripeClient } from "#lib/billing/stripe/client.ts";
import { verify } from "#lib/ledger/audit/verify.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { grantOf, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { runCommand } from "#testing/run-command.ts";
import { openShop } from "#testing/shop.ts";
import { openSubscribers } from "#testing/subscribers.ts";
import { readPlan } from "./read-plan.ts";
import { reconcilePlanOrder, reconcilePlanOrders } from "./reconcile-plan-order.ts";

const { db, url, owner } = await testDatabase();
const shop = await openShop(db);
const { subscribe, started, subscribed, later, batchesOf } = await openSubscribers(db, shop);
beforeEach(shop.deliverAtOnce);

test("a person subscribes to Pro with a trial: 20 credits arrive, and the order is paid", async () => {
  const buyer = await shop.newBuyer();
  const { order, url: page } = await started(buyer);
  expect(page).toContain("/pay/");
  await shop.press(order.checkoutSession, "pay");
  await expect.poll(async () => (await readPlanOrderRow(db, order.id))?.status).toBe("paid");
  expect(await batchesOf(buyer)).toMatchObject([{ granted: 20, kind: "subscription", label: "Pro, trial" }]);
  const [subscription] = await readSubscriptionRows(db, buyer);
  expect(subscription).toMatchObject({ status: "trialing", seats: 1, cancelAt: null });
  expect((await readPlan(db, buyer))?.nextCredits).toEqual({ at: subscription?.periodEnd, amount: 1_200 });
  expect(await subscribe(buyer)).toEqual({ status: "subscribed", subscription: subscription?.id });
});

test("the official example from real sources: Pro's trial, an API grant of 15 and the pack of 100", async () => {
  const { buyer } = await subscribed();
  await commitOne(
    db,
    grantOf(buyer, 15, { kind: "activity", expiresAt: new Date(Date.now() + 20 * 24 * 3600 * 1000) }),
  );
  const { checkoutSession } = await shop.started(buyer, { pack: "100" });
  await shop.press(checkoutSession, "pay");
  await expect.poll(async () => (await shop.balance(buyer)).available).toBe(135);
  const spent = await commitOne(db, spendOf(buyer, 25));
  expect(spent.status === "done" ? spent.transaction.entries.map(({ kind, amount }) => [kind, amount]) : spent).toEqual(
    [
      ["subscription", -20],
      ["activity", -5],
    ],
  );
  expect((await readBalance(db, buyer))?.byKind).toEqual({ subscription: 0, activity: 10, purchased: 100 });
});

test("after the trial each month is 1,200 credits, and the batches of two months stand side by side", async () => {
  const { buyer, customer } = await subscribed();
  await later(customer, 2);
  await expect.poll(async () => (await batchesOf(buyer)).map(({ granted }) => granted)).toEqual([20, 1_200, 1_200]);
  expect((await verify(db)).filter(({ breach }) => breach !== null)).toEqual([]);
});

test("a payment that fails grants nothing and takes nothing, and once it is paid the month is granted", async () => {
  const { buyer, customer } = await subscribed();
  await shop.control({ customer: { id: customer, declines: true } });
  await later(customer, 1);
  await expect.poll(async () => (await readSubscriptionRows(db, buyer))[0]?.status).toBe("past_due");
  expect((await batchesOf(buyer)).map(({ granted }) => granted)).toEqual([20]);
  await shop.control({ customer: { id: customer, declines: false } });
  const { data } = await stripeClient().invoices.list({ customer, status: "open" });
  await stripeClient().invoices.pay(data[0]?.id ?? "");
  await expect.poll(async () => (await batchesOf(buyer)).map(({ granted }) => granted)).toEqual([20, 1_200]);
});

test("without any event the order's page and the job bring the credits", async () => {
  await shop.control({ plan: { copies: 0 } });
  const [one, two] = [await shop.newBuyer(), await shop.newBuyer()];
  const [seen, left] = [await started(one), await started(two)];
  for (const { order } of [seen, left]) await shop.press(order.checkoutSession, "pay");
  const order = await readPlanOrderRow(db, seen.order.id);
  if (order === null) throw new Error("No order");
  expect(await reconcilePlanOrder(db, order)).toMatchObject({ status: "paid" });
  expect(await batchesOf(one)).toHaveLength(1);
  await owner`update plan_orders set updated_at = now() - interval '2 minutes' where id = ${left.order.id}`;
  await reconcilePlanOrders(db);
  expect(await batchesOf(two)).toHaveLength(1);
});

test("one key ten times, a second tab and another interval: one customer, and one order that can be paid", async () => {
  const buyer = await shop.newBuyer();
  const key = randomUUID();
  const all = await Promise.all(Array.from({ length: 10 }, () => started(buyer, { key })));
  expect(new Set(all.map(({ order }) => order.id)).size).toBe(1);
  expect((await started(buyer)).order.id).toBe(all[0]?.order.id);
  const year = await started(buyer, { interval: "year" });
  expect(year.order.id).not.toBe(all[0]?.order.id);
  expect(await readPlanOrderRow(db, all[0]?.order.id ?? "")).toMatchObject({ status: "expired" });
  expect(await db.select().from(stripeCustomers).where(eq(stripeCustomers.userId, buyer))).toHaveLength(1);
  const { data } = await stripeClient().customers.list({ email: `${buyer}@example.com` });
  expect(data).toMatchObject([{ metadata: { account_id: buyer } }]);
});

test("a plan that is not sold, a price that changed and a key of another request are refused", async () => {
  const buyer = await shop.newBuyer();
  expect(await subscribe(buyer, { plan: "gold" })).toEqual({ status: "no-such-plan" });
  const shown = { amountCents: 899, creditsPerMonth: 1_200 };
  expect(await subscribe(buyer, { shown })).toEqual({ status: "price-changed" });
  await started(buyer, { key: "one" });
  expect(await subscribe(buyer, { key: "one", interval: "year" })).toEqual({ status: "idempotency-key-reused" });
});

test("while Stripe is down the order is kept, and the same key continues afterwards", async () => {
  const buyer = await shop.newBuyer();
  const key = randomUUID();
  await shop.whileStripeIsAway(() => expect(subscribe(buyer, { key })).rejects.toThrow("Stripe did not answer"));
  expect(await started(buyer, { key })).toMatchObject({ replayed: true, order: { status: "open" } });
});

test("purse plans shows an account's subscriptions and months", async () => {
  const { buyer } = await subscribed();
  const shown = await runCommand("plans", ["show", buyer], { appUrl: url });
  expect(shown).toMatchObject({
    code: 0,
    output: expect.stringMatching(/trialing, 1 seat, .*\n {2}in_.*grants 20 \(Pro, trial\): done/),
  });
});

test("a plan that an operator ends has ended at Stripe, and what was granted stays", async () => {
  const { buyer } = await subscribed({ plan: "max" });
  const [subscription] = await readSubscriptionRows(db, buyer);
  const id = subscription?.id ?? "";
  expect((await runCommand("plans", ["end", id], { appUrl: url })).error).toContain("--reason is required.");
  for (const _twice of [1, 2]) {
    const ended = await runCommand("plans", ["end", id, "--reason", "Refunded"], { appUrl: url });
    expect(ended).toMatchObject({ code: 0, output: expect.stringContaining(`${id} has ended.`) });
  }
  expect(await readSubscriptionRows(db, buyer)).toMatchObject([{ status: "canceled", endedAt: expect.any(Date) }]);
  expect((await stripeClient().subscriptions.retrieve(id)).cancellation_details?.comment).toBe("Refunded");
  expect(await readBalance(db, buyer)).toMatchObject({ available: 3_000 });
  const unknown = await runCommand("plans", ["end", "sub_unknown", "--reason", "Refunded"], { appUrl: url });
  expect(unknown.error).toContain("Nothing was ended: Stripe has no subscription sub_unknown.");
});
