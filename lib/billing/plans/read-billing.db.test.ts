import { randomUUID } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import type { PortalFlow } from "#lib/billing/stripe/portal-sessions.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { testDatabase } from "#testing/database.ts";
import { openShop } from "#testing/shop.ts";
import { openSubscribers } from "#testing/subscribers.ts";
import { changePlan } from "./change-plan.ts";
import { listChoices } from "./list-choices.ts";
import { openPortal } from "./open-portal.ts";
import { readBilling } from "./read-billing.ts";

const { db } = await testDatabase();
const shop = await openShop(db);
const { subscribed, later } = await openSubscribers(db, shop);
beforeEach(shop.deliverAtOnce);

test("a trial shows its card, its first charge and credits, and what it can change to", async () => {
  const { buyer } = await subscribed();
  const { plan, atStripe } = await readBilling(db, buyer);
  const at = plan?.subscription.periodEnd;
  expect(atStripe).toMatchObject({
    method: { type: "card", brand: "visa", last4: "4242" },
    nextCharge: { at, cents: 999, currency: "usd" },
    invoices: [{ totalCents: 0, status: "paid", url: expect.stringContaining("/invoice/") }],
    pending: null,
    payUrl: null,
  });
  expect(plan?.nextCredits).toEqual({ at, amount: 1_200 });
  const choices = plan === null ? [] : await listChoices(db, plan);
  expect(choices.map(({ name, interval, amountCents }) => [name, interval, amountCents])).toEqual([
    ["Pro", "year", 9_588],
    ["Max", "month", 1_999],
    ["Max", "year", 19_188],
  ]);
});

test("cancelling in the portal is read on the way back, without any event, and nothing more is charged or added", async () => {
  const { buyer } = await subscribed();
  await shop.control({ plan: { copies: 0 } });
  const subscription = (await readBilling(db, buyer)).plan?.subscription.id ?? "";
  const done = await pressInPortal(buyer, { type: "cancel", subscription }, { button: "cancel", subscription });
  expect(done.headers.get("location")).toBe("http://localhost:3000/profile/billing?done=cancel");
  const { plan, atStripe } = await readBilling(db, buyer);
  expect(plan).toMatchObject({ renewsAs: null, nextCredits: null });
  expect(plan?.subscription.cancelAt).toEqual(plan?.subscription.periodEnd);
  expect(atStripe?.nextCharge).toBeNull();
  expect(await openPortal(db, { userId: buyer, flow: { type: "cancel", subscription } })).toEqual({
    status: "not-found",
  });
});

test("another card is saved in the portal, and a payment that is due or waits can be paid", async () => {
  const { buyer, customer } = await subscribed();
  await pressInPortal(buyer, { type: "payment-method" }, { button: "card-that-fails" });
  expect((await readBilling(db, buyer)).atStripe?.method?.last4).toBe("0341");
  const subscription = (await readBilling(db, buyer)).plan?.subscription.id ?? "";
  const chosen = { userId: buyer, subscription, plan: "max", interval: "month" } as const;
  const request = requestKey("web", randomUUID(), { method: "POST", path: "/change", body: chosen });
  await changePlan(db, { ...chosen, request, shown: { way: "today", dueCents: 1_999 } });
  const payUrl = expect.stringContaining("/invoice/");
  expect((await readBilling(db, buyer)).atStripe).toMatchObject({ pending: { payUrl }, payUrl: null });
  await later(customer, 1);
  expect((await readBilling(db, buyer)).atStripe).toMatchObject({ pending: null, payUrl, nextCharge: null });
});

test("a portal opens only for a person's own customer and subscription", async () => {
  const [one, two] = [await subscribed(), await subscribed()];
  const subscription = (await readBilling(db, two.buyer)).plan?.subscription.id ?? "";
  const notFound = { status: "not-found" };
  expect(await openPortal(db, { userId: one.buyer, flow: { type: "cancel", subscription } })).toEqual(notFound);
  expect(await openPortal(db, { userId: await shop.newBuyer(), flow: { type: "home" } })).toEqual(notFound);
  const home = await pressInPortal(one.buyer, { type: "home" }, { button: "cancel", subscription });
  expect(home.status, "another customer's button does nothing").toBe(303);
  expect((await readBilling(db, two.buyer)).plan?.subscription.cancelAt).toBeNull();
});

test("while Stripe is away the plan is shown as it was last read", async () => {
  const { buyer } = await subscribed();
  await shop.whileStripeIsAway(async () => {
    const { plan, atStripe } = await readBilling(db, buyer);
    expect(atStripe).toBeNull();
    expect(plan).toMatchObject({ price: { plan: "pro" }, nextCredits: { amount: 1_200 } });
  });
  const nobody = await readBilling(db, await shop.newBuyer());
  expect(nobody).toMatchObject({ plan: null, atStripe: { invoices: [], method: null }, toCome: null });
});

async function opened(userId: string, flow: PortalFlow) {
  const portal = await openPortal(db, { userId, flow });
  if (portal.status !== "opened") throw new Error(`No portal: ${portal.status}`);
  return portal;
}

async function pressInPortal(userId: string, flow: PortalFlow, form: { [name: string]: string }) {
  const { url } = await opened(userId, flow);
  const page = new URL(`/portal/${url.split("/").at(-1)}`, process.env.STRIPE_API_BASE);
  return await fetch(page, { method: "POST", body: new URLSearchParams(form), redirect: "manual" });
}
