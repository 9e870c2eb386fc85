import { randomUUID } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import { expect } from "vitest";
import type { Db } from "#db/client.ts";
import { planPrices, plans } from "#db/schema/catalogue.ts";
import { creditBatches } from "#db/schema/credits.ts";
import { stripeCustomers } from "#db/schema/subscriptions.ts";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import type { SubscribeRequest } from "#lib/billing/plans/place-plan-order.ts";
import { startSubscriptionCheckout } from "#lib/billing/plans/start-subscription-checkout.ts";
import { syncCatalogue } from "#lib/billing/plans/sync-catalogue.ts";
import { stripeClient } from "#lib/billing/stripe/client.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import type { openShop } from "./shop.ts";

type Asked = Partial<Pick<SubscribeRequest, "plan" | "interval" | "shown">> & { key?: string };

/** People who subscribe to Pro or Max (3,000 credits a month) in a shop whose catalogue is at the fake Stripe. */
export async function openSubscribers(db: Db, shop: Awaited<ReturnType<typeof openShop>>) {
  await seedCatalogue(db);
  await addMax(db);
  await syncCatalogue(db, stripeClient(), { live: false, appUrl: "http://localhost:3000" });
  const subscribe = (userId: string, { key = randomUUID(), ...asked }: Asked = {}) => {
    const about = { plan: "pro", interval: "month" as const, currency: "usd", returnTo: null, ...asked };
    const request = requestKey("web", key, { method: "POST", path: "/subscribe", body: about });
    return startSubscriptionCheckout(db, { userId, request, ...about });
  };
  const started = async (userId: string, asked: Asked = {}) => {
    const outcome = await subscribe(userId, asked);
    if (outcome.status !== "started") throw new Error(`No checkout: ${outcome.status}`);
    return outcome;
  };
  const batchesOf = (account: string) =>
    db.select().from(creditBatches).where(eq(creditBatches.accountId, account)).orderBy(asc(creditBatches.number));
  return {
    subscribe,
    started,
    batchesOf,
    later,
    /** A person whose subscription has begun: in its trial, where the plan has one. */
    async subscribed(asked: Asked = {}) {
      const buyer = await shop.newBuyer();
      const { order } = await started(buyer, asked);
      await shop.press(order.checkoutSession, "pay");
      await expect.poll(async () => (await batchesOf(buyer)).length).toBe(1);
      const [row] = await db.select().from(stripeCustomers).where(eq(stripeCustomers.userId, buyer));
      return { buyer, customer: row?.id ?? "" };
    },
  };
}

/** Moves a customer's time so many months ahead, on the demonstration's panel. */
async function later(customer: string, months: number) {
  const session = await stripeClient().billingPortal.sessions.create({ customer });
  const page = new URL(`/portal/${session.url.split("/").at(-1)}`, process.env.STRIPE_API_BASE);
  for (let month = 0; month < months; month += 1) {
    const body = new URLSearchParams({ clock: "next-month" });
    expect((await fetch(page, { method: "POST", body, redirect: "manual" })).status).toBe(303);
  }
}

async function addMax(db: Db) {
  await db.insert(plans).values({ slug: "max", name: "Max", description: "More credits.", position: 2 });
  const about = { plan: "max", currency: "usd", from: new Date(0), creditsPerMonth: 3_000 };
  await db.insert(planPrices).values([
    { ...about, interval: "month", amountCents: 1_999, lookupKey: "purse-max-month-usd" },
    { ...about, interval: "year", amountCents: 19_188, lookupKey: "purse-max-year-usd" },
  ]);
}
