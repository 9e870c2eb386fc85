import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { readSubscriptionRows } from "#db/queries/plans/subscriptions.ts";
import { stripeClient } from "#lib/billing/stripe/client.ts";
import { verify } from "#lib/ledger/audit/verify.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { testDatabase } from "#testing/database.ts";
import { openShop } from "#testing/shop.ts";
import { openSubscribers } from "#testing/subscribers.ts";
import { changePlan } from "./change-plan.ts";
import { previewChange } from "./preview-change.ts";
import { readPlan } from "./read-plan.ts";
import { resumePlan } from "./resume-plan.ts";
import type { WayToChange } from "./way-to-change.ts";

const { db, owner } = await testDatabase();
const shop = await openShop(db);
const { subscribed, later, batchesOf } = await openSubscribers(db, shop);
beforeEach(shop.deliverAtOnce);

test("an upgrade starts today: the full price, a full new batch, and the old one stays until its own end", async () => {
  const { buyer, subscription } = await running("pro");
  const before = await batchesOf(buyer);
  const preview = await previewOf(buyer, subscription, "max");
  const kept = before.map(({ granted, expiresAt }) => ({ amount: granted, until: expiresAt }));
  expect(preview).toMatchObject({ way: "today", dueCents: 1_999, from: { plan: "pro" }, kept, toCome: null });
  expect(await change(buyer, subscription, "max")).toEqual({ status: "changed" });
  const batches = await batchesOf(buyer);
  expect(batches.slice(0, -1)).toEqual(before);
  const added = batches.at(-1);
  expect(added?.granted).toBe(preview.added?.amount);
  expect(Math.abs((added?.expiresAt?.getTime() ?? 0) - (preview.added?.until.getTime() ?? 0))).toBeLessThan(60_000);
  expect(await invoicesOf(subscription)).toMatchObject([
    { total: 1_999, billing_reason: "subscription_update" },
    {},
    {},
  ]);
  expect(await readPlan(db, buyer)).toMatchObject({ price: { plan: "max" }, nextCredits: { amount: 3_000 } });
  expect((await verify(db)).filter(({ breach }) => breach !== null)).toEqual([]);
});

test("a trial that is upgraded ends today and is paid; its credits stay", async () => {
  const { buyer } = await subscribed();
  const subscription = await subscriptionOf(buyer);
  expect(await previewOf(buyer, subscription, "max")).toMatchObject({ way: "today", dueCents: 1_999, isTrial: true });
  expect(await change(buyer, subscription, "max")).toEqual({ status: "changed" });
  expect((await batchesOf(buyer)).map(({ granted }) => granted)).toEqual([20, 3_000]);
});

test("a smaller plan waits for the renewal, and switching back and forth mints nothing and bills nothing", async () => {
  const { buyer, customer } = await subscribed({ plan: "max" });
  const subscription = await subscriptionOf(buyer);
  const { periodEnd } = (await readPlan(db, buyer))?.subscription ?? {};
  const preview = await previewOf(buyer, subscription, "pro");
  expect(preview).toMatchObject({ way: "renewal", dueCents: 0, added: null, next: { at: periodEnd, cents: 999 } });
  for (const plan of ["pro", "max", "pro", "max", "pro"])
    expect(await change(buyer, subscription, plan)).toEqual({ status: "changed" });
  expect((await batchesOf(buyer)).map(({ granted }) => granted)).toEqual([3_000]);
  expect(await invoicesOf(subscription)).toHaveLength(1);
  expect(await readPlan(db, buyer)).toMatchObject({
    price: { plan: "max" },
    renewsAs: { plan: "pro" },
    nextCredits: { at: periodEnd, amount: 1_200 },
  });
  await later(customer, 1);
  await expect.poll(async () => (await batchesOf(buyer)).map(({ granted }) => granted)).toEqual([3_000, 1_200]);
});

test("a shorter interval is one schedule, which any other change gives up first", async () => {
  const { buyer, customer } = await subscribed({ plan: "max", interval: "year" });
  const subscription = await subscriptionOf(buyer);
  expect(await previewOf(buyer, subscription, "pro")).toMatchObject({ way: "schedule", next: { cents: 999 } });
  expect(await change(buyer, subscription, "pro")).toEqual({ status: "changed" });
  expect(await readPlan(db, buyer)).toMatchObject({ price: { interval: "year" }, renewsAs: { plan: "pro" } });
  expect(await change(buyer, subscription, "max", { interval: "year" }), "kept").toEqual({ status: "changed" });
  expect(await schedulesOf(customer)).toEqual(["released"]);
  expect(await change(buyer, subscription, "pro", { interval: "year" })).toEqual({ status: "changed" });
  expect(await change(buyer, subscription, "max")).toEqual({ status: "changed" });
  expect(await schedulesOf(customer)).toEqual(["active", "released"]);
  await later(customer, 12);
  await expect.poll(async () => (await readPlan(db, buyer))?.price).toMatchObject({ plan: "max", interval: "month" });
  expect((await invoicesOf(subscription)).map(({ total }) => total)).toEqual([1_999, 19_188]);
});

test("from month to year starts today, and from a year the paid months keep coming", async () => {
  const { buyer } = await subscribed({ plan: "max" });
  const subscription = await subscriptionOf(buyer);
  expect(await change(buyer, subscription, "pro", { interval: "year" })).toEqual({ status: "changed" });
  expect((await batchesOf(buyer)).map(({ granted }) => granted)).toEqual([3_000, 1_200]);
  const preview = await previewOf(buyer, subscription, "max", { interval: "year" });
  expect(preview).toMatchObject({ way: "today", dueCents: 19_188, toCome: { months: 11, credits: 11 * 1_200 } });
  expect(await change(buyer, subscription, "max", { interval: "year" })).toEqual({ status: "changed" });
  const [row] = await owner`select count(*)::int from plan_months where account_id = ${buyer} and done_at is null`;
  expect(row).toEqual({ count: 22 });
});

test("a declined card leaves the old plan, and paying the invoice makes the change", async () => {
  const { buyer, customer, subscription } = await running("pro");
  await shop.control({ customer: { id: customer, declines: true } });
  const key = randomUUID();
  const declined = { status: "declined", payUrl: expect.stringContaining("/invoice/") };
  expect(await change(buyer, subscription, "max", { key })).toEqual(declined);
  expect(await change(buyer, subscription, "max", { key }), "the same key").toEqual(declined);
  expect(await change(buyer, subscription, "pro", { key })).toEqual({ status: "idempotency-key-reused" });
  expect(await readPlan(db, buyer)).toMatchObject({ price: { plan: "pro" }, subscription: { status: "active" } });
  await shop.control({ customer: { id: customer, declines: false } });
  const [open] = await invoicesOf(subscription);
  await stripeClient().invoices.pay(open?.id ?? "");
  await expect.poll(async () => (await batchesOf(buyer)).at(-1)?.granted).toBe(3_000);
  expect(await readPlan(db, buyer)).toMatchObject({ price: { plan: "max" } });
});

test("a declined change can be given up, or tried again", async () => {
  const { buyer, customer, subscription } = await running("pro");
  const bill = (declines: boolean) => shop.control({ customer: { id: customer, declines } });
  await bill(true);
  await change(buyer, subscription, "max");
  expect(await change(buyer, subscription, "pro"), "given up").toEqual({ status: "changed" });
  expect((await invoicesOf(subscription))[0]).toMatchObject({ status: "void" });
  await change(buyer, subscription, "max");
  await bill(false);
  expect(await change(buyer, subscription, "max"), "again").toEqual({ status: "changed" });
  expect((await invoicesOf(subscription)).map(({ status }) => status).slice(0, 3)).toEqual(["paid", "void", "void"]);
});

test("after a declined upgrade, what was scheduled is scheduled again", async () => {
  const { buyer, customer } = await subscribed({ interval: "year" });
  await later(customer, 1);
  const subscription = await subscriptionOf(buyer);
  expect(await change(buyer, subscription, "pro")).toEqual({ status: "changed" });
  await shop.control({ customer: { id: customer, declines: true } });
  const outcome = await change(buyer, subscription, "max", { interval: "year" });
  expect(outcome).toEqual({ status: "declined", payUrl: null });
  expect(await readPlan(db, buyer)).toMatchObject({ price: { interval: "year" }, renewsAs: { interval: "month" } });
  expect(await schedulesOf(customer)).toEqual(["active", "released"]);
});

test("ten calls of one key and of two tabs are one charge", async () => {
  const { buyer, subscription } = await running("pro");
  const preview = await previewOf(buyer, subscription, "max");
  const shown = { way: preview.way, dueCents: preview.dueCents };
  const key = randomUUID();
  const calls = Array.from({ length: 10 }, (_, at) =>
    change(buyer, subscription, "max", { shown, key: at < 5 ? key : randomUUID() }),
  );
  expect(new Set((await Promise.all(calls)).map(({ status }) => status))).toEqual(new Set(["changed"]));
  expect(await change(buyer, subscription, "max", { shown })).toEqual({ status: "changed" });
  expect((await invoicesOf(subscription)).filter(({ total }) => total === 1_999)).toHaveLength(1);
  expect((await batchesOf(buyer)).filter(({ granted }) => granted === 3_000)).toHaveLength(1);
});

test("while Stripe is away nothing is changed, and the same key continues; another change waits", async () => {
  const { buyer, subscription } = await running("pro");
  const key = randomUUID();
  const shown = { way: "today", dueCents: 1_999 } as const;
  await owner`insert into plan_changes (user_id, key_scope, idempotency_key, fingerprint, subscription_id, plan, interval)
    values (${buyer}, 'web', '\\x00', '\\x00', ${subscription}, 'max', 'year')`;
  expect(await change(buyer, subscription, "max", { key, shown })).toEqual({ status: "in-progress" });
  await owner`update plan_changes set begun_at = now() - interval '3 minutes' where user_id = ${buyer}`;
  await shop.whileStripeIsAway(() =>
    expect(change(buyer, subscription, "max", { key, shown })).rejects.toThrow("Stripe did not answer"),
  );
  expect(await change(buyer, subscription, "max", { key, shown })).toEqual({ status: "changed" });
});

test("another person's subscription answers like one that does not exist", async () => {
  const { buyer, subscription } = await running("pro");
  const other = await shop.newBuyer();
  for (const [userId, id] of [
    [other, subscription],
    [buyer, "sub_none"],
  ] as const) {
    const own = { userId, subscription: id };
    expect(await previewChange(db, { ...own, plan: "max", interval: "month" })).toEqual({ status: "not-found" });
    const shown = { way: "today", dueCents: 1_999 } as const;
    expect(await change(userId, id, "max", { shown })).toEqual({ status: "not-found" });
    expect(await resumePlan(db, own)).toEqual({ status: "not-found" });
  }
});

test("what was not shown, an unknown plan, a payment that is due and a cancelled plan change nothing", async () => {
  const { buyer, customer, subscription } = await running("pro");
  for (const shown of [
    { way: "renewal", dueCents: 0 },
    { way: "today", dueCents: 999 },
  ] as const)
    expect(await change(buyer, subscription, "max", { shown })).toEqual({ status: "preview-changed" });
  const today = { shown: { way: "today", dueCents: 1_999 } } as const;
  expect(await previewChange(db, { userId: buyer, subscription, plan: "pro", interval: "month" })).toEqual({
    status: "nothing-to-change",
  });
  await stripeClient().subscriptions.update(subscription, { cancel_at_period_end: true });
  expect(await change(buyer, subscription, "max", today)).toEqual({ status: "ending" });
  expect(await resumePlan(db, { userId: buyer, subscription })).toEqual({ status: "resumed" });
  expect((await readPlan(db, buyer))?.subscription.cancelAt).toBeNull();
  await shop.control({ customer: { id: customer, declines: true } });
  await later(customer, 1);
  expect(await change(buyer, subscription, "max", today)).toEqual({
    status: "payment-due",
    payUrl: expect.stringContaining("/invoice/"),
  });
});

/** A person whose plan is paid, after the trial if it has one. */
async function running(plan: string) {
  const { buyer, customer } = await subscribed({ plan });
  await later(customer, 1);
  await expect.poll(async () => (await batchesOf(buyer)).length).toBe(2);
  return { buyer, customer, subscription: await subscriptionOf(buyer) };
}

async function subscriptionOf(buyer: string): Promise<string> {
  return (await readSubscriptionRows(db, buyer))[0]?.id ?? "";
}

interface Options {
  interval?: "month" | "year";
  key?: string;
  shown?: { way: WayToChange; dueCents: number };
}

async function previewOf(userId: string, subscription: string, plan: string, { interval = "month" }: Options = {}) {
  const preview = await previewChange(db, { userId, subscription, plan, interval });
  if (preview.status !== "ready") throw new Error(`No preview: ${preview.status}`);
  return preview;
}

/** Confirms what the preview shows. */
async function change(userId: string, subscription: string, plan: string, options: Options = {}) {
  const { interval = "month", key = randomUUID() } = options;
  const shown = options.shown ?? (await shownTo(userId, subscription, plan, interval));
  const chosen = { subscription, plan, interval };
  const request = requestKey("web", key, { method: "POST", path: "/change", body: chosen });
  return await changePlan(db, { userId, request, ...chosen, shown });
}

async function shownTo(userId: string, subscription: string, plan: string, interval: "month" | "year") {
  const preview = await previewChange(db, { userId, subscription, plan, interval });
  return preview.status === "ready" ? preview : ({ way: "today", dueCents: 0 } as const);
}

async function invoicesOf(subscription: string) {
  return (await stripeClient().invoices.list({ subscription, limit: 100 })).data;
}

async function schedulesOf(customer: string) {
  return (await stripeClient().subscriptionSchedules.list({ customer })).data.map(({ status }) => status);
}
