import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterAll, expect } from "vitest";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { createAccount } from "#db/queries/credits/accounts.ts";
import { readOrderRow, readOrderRowsSince } from "#db/queries/orders/orders.ts";
import { packs } from "#db/schema/catalogue.ts";
import { users } from "#db/schema/people.ts";
import { reconcileOrder } from "#lib/billing/orders/reconcile-order.ts";
import { startCheckout } from "#lib/billing/orders/start-checkout.ts";
import { handleWebhook } from "#lib/billing/payments/handle-webhook.ts";
import { stripeClient } from "#lib/billing/stripe/client.ts";
import { settings } from "#lib/config/settings.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { startFakeStripe } from "#scripts/fake-stripe/start.ts";
import { watchDrift } from "#scripts/fake-stripe/types/drift.ts";

const paidSessions = z.object({ sessions: z.record(z.string(), z.object({ intent: z.string().nullable() })) });

/** A purchase request: the pack, its key, and where the buyer returns. */
interface Purchase {
  pack?: string;
  key?: string;
  returnTo?: string | null;
}

/**
 * A shop on a test file's database. It has four packs, the fake Stripe, and a server that receives its events.
 */
export async function openShop(db: Db) {
  await db.insert(packs).values([
    { slug: "100", from: new Date(0), credits: 100, amountCents: 499, currency: "usd" },
    { slug: "500", from: new Date(0), credits: 500, amountCents: 1999, currency: "usd" },
    { slug: "1200", from: new Date(0), credits: 1200, amountCents: 3999, currency: "usd" },
    { slug: "month", from: new Date(0), credits: 50, amountCents: 299, currency: "usd", validDays: 30 },
  ]);
  const webhook = await receiveEvents(db);
  const { drift, ...watch } = watchDrift();
  const stateFile = join(tmpdir(), `shop-${randomUUID()}.json`);
  const start = () =>
    startFakeStripe({
      port: Number(new URL(settings().stripe.apiBase ?? "").port),
      webhookUrl: webhook.url,
      webhookSecrets: ["whsec_of_the_tests"],
      publicUrl: "http://localhost:3000",
      stateFile,
      retryMs: 50,
      bankDelayMs: null,
      watch,
    });
  let fakeStripe = await start();
  afterAll(async () => {
    await fakeStripe.stop();
    await webhook.stop();
    rmSync(stateFile, { force: true });
    expect([...drift], "what differs from the SDK's types").toEqual([]);
  });
  /** Orders a pack under a key. */
  const buy = (userId: string, { pack = "100", key = randomUUID(), returnTo = null }: Purchase = {}) => {
    const request = requestKey("web", key, { method: "POST", path: "/api/v1/checkouts", body: { pack } });
    return startCheckout(db, { userId, request, pack, returnTo });
  };
  /** Controls how and when events are delivered, and what banks respond. */
  const control = async (body: object) => {
    const answer = await fetch(`${fakeStripe.url}/control`, { method: "POST", body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
  };

  return {
    buy,
    control,
    /** Orders a pack and returns the order. */
    async started(userId: string, purchase: Purchase = {}) {
      const outcome = await buy(userId, purchase);
      if (outcome.status !== "started") throw new Error(`No checkout: ${outcome.status}`);
      return outcome.order;
    },
    /** Orders a pack, pays it, and returns the order and its payment at Stripe. */
    async bought(userId: string, purchase: Purchase = {}) {
      const outcome = await buy(userId, purchase);
      if (outcome.status !== "started") throw new Error(`No checkout: ${outcome.status}`);
      const { id, checkoutSession } = outcome.order;
      const body = new URLSearchParams({ button: "pay" });
      await fetch(`${fakeStripe.url}/pay/${checkoutSession}`, { method: "POST", body, redirect: "manual" });
      const answer = await fetch(`${fakeStripe.url}/control`, { method: "POST", body: "{}" });
      const { sessions } = paidSessions.parse(await answer.json());
      return { order: id, intent: sessions[checkoutSession ?? ""]?.intent ?? "" };
    },
    /** Reads an order as the return page does; can be repeated. */
    async look(id: string) {
      const order = await readOrderRow(db, id);
      if (order === null) throw new Error("No such order");
      return (await reconcileOrder(db, order)).order;
    },
    /** Delivers events once and immediately again, to a server that accepts them. */
    async deliverAtOnce() {
      webhook.setDown(false);
      await control({ plan: { copies: 1, delayMs: 0, hold: false } });
    },
    /** Creates a user with an account and no credits. */
    async newBuyer() {
      const userId = randomUUID();
      await db.insert(users).values({ id: userId, email: `${userId}@example.com` });
      await db.transaction((tx) => createAccount(tx, userId));
      return userId;
    },
    /** Presses a button of the payment page. */
    async press(session: string | null, button: "pay" | "pay-later" | "decline" | "back") {
      const body = new URLSearchParams({ button });
      return await fetch(`${fakeStripe.url}/pay/${session}`, { method: "POST", body, redirect: "manual" });
    },
    webhook,
    /** The payment at Stripe of a paid invoice. */
    async intentOf(invoice: string) {
      const { data } = await stripeClient().invoicePayments.list({ invoice, status: "paid" });
      return String(data[0]?.payment.payment_intent);
    },
    /** Stripe is unavailable while this runs, and available with all its data afterwards. */
    async whileStripeIsAway<Answer>(run: () => Promise<Answer>): Promise<Answer> {
      await fakeStripe.stop();
      try {
        return await run();
      } finally {
        fakeStripe = await start();
      }
    },
    order: (id: string) => readOrderRow(db, id),
    ordersOf: (userId: string) => readOrderRowsSince(db, userId, new Date(0)),
    async balance(userId: string) {
      const balance = await readBalance(db, userId);
      return { version: balance?.version, available: balance?.available };
    },
  };
}

/** The `Stripe-Signature` of a delivery, as Stripe would make it at that time with that secret. */
export function signEvent(raw: string, { secret = "whsec_of_the_tests", at = Date.now() } = {}) {
  const timestamp = Math.floor(at / 1000);
  return new Stripe("sk_test_of_the_tests").webhooks.generateTestHeaderString({ payload: raw, secret, timestamp });
}

/** Receives events as the route does; while it is down, it receives none. */
async function receiveEvents(db: Db) {
  let down = false;
  let taken = 0;
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const raw = Buffer.concat(parts).toString();
    const signature = String(request.headers["stripe-signature"]);
    const status = down
      ? 503
      : await handleWebhook(db, { raw, signature }).then(
          ({ status }) => (status === "done" ? 200 : 400),
          () => 500,
        );
    if (status === 200) taken += 1;
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/`,
    setDown: (value: boolean) => {
      down = value;
    },
    taken: () => taken,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
