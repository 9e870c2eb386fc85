import { createServer } from "node:http";
import Stripe from "stripe";
import { afterAll, beforeAll, expect } from "vitest";
import { startFakeStripe } from "./start.ts";
import { watchDrift } from "./types/drift.ts";

type Options = { deliversEvents?: boolean };

/** A fake Stripe for a test file, the real SDK that speaks to it, and what it has told of. */
export function openFakeStripe({ deliversEvents = true }: Options = {}) {
  const events: Stripe.Event[] = [];
  const { drift, ...watch } = watchDrift();
  const receiver = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    events.push(JSON.parse(Buffer.concat(parts).toString()));
    response.writeHead(200).end();
  });
  let running: Awaited<ReturnType<typeof startFakeStripe>>;
  let client: Stripe;

  beforeAll(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const address = receiver.address();
    const port = typeof address === "object" && address ? address.port : 0;
    running = await startFakeStripe({
      port: 0,
      webhookUrl: `http://127.0.0.1:${port}/`,
      webhookSecrets: ["whsec_demo"],
      publicUrl: "http://localhost:3000",
      retryMs: 20,
      bankDelayMs: null,
      watch,
    });
    if (!deliversEvents) await control({ plan: { copies: 0 } });
    client = new Stripe("sk_test_demo", {
      host: "127.0.0.1",
      port: Number(new URL(running.url).port),
      protocol: "http",
      telemetry: false,
    });
  });
  afterAll(async () => {
    await running.stop();
    receiver.close();
    expect([...drift], "what differs from the SDK's types").toEqual([]);
  });

  async function control(body: object) {
    const answer = await fetch(`${running.url}/control`, { method: "POST", body: JSON.stringify(body) });
    expect(answer.status).toBe(200);
  }

  return {
    events,
    control,
    stripe: () => client,
    url: () => running.url,
    /** Presses a button of one of Stripe's pages. */
    press: (page: string, button: string) => pressButton(`${running.url}${page}`, button),
    /** A monthly or yearly price of a product of its own. */
    price: (amount: number, interval: "month" | "year" = "month", lookup?: string) =>
      makePrice(client, { amount, interval, lookup }),
    /** A customer in a time of its own, with a card that works. */
    customerAt: (frozen: string) => makeCustomerAt(client, frozen),
    /** A customer who subscribed on 1 April 2027. */
    subscribed: (wish: Wish = {}) => subscribe(client, wish),
    /** All invoices of a subscription, oldest first. */
    invoicesOf: async (subscription: string) =>
      (await client.invoices.list({ subscription, limit: 100 })).data.reverse(),
  };
}

function pressButton(url: string, button: string) {
  return fetch(url, { method: "POST", body: new URLSearchParams({ button }), redirect: "manual" });
}

type PriceWish = { amount: number; interval: "month" | "year"; lookup: string | undefined };

async function makePrice(stripe: Stripe, { amount, interval, lookup }: PriceWish) {
  const product = await stripe.products.create({ name: "Pro" });
  return await stripe.prices.create({
    product: product.id,
    currency: "usd",
    unit_amount: amount,
    recurring: { interval },
    ...(lookup ? { lookup_key: lookup, transfer_lookup_key: true } : {}),
  });
}

async function makeCustomerAt(stripe: Stripe, frozen: string) {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: seconds(frozen) });
  const customer = await stripe.customers.create({
    email: "one@example.com",
    test_clock: clock.id,
    payment_method: "pm_card_visa",
  });
  const methods = await stripe.paymentMethods.list({ customer: customer.id });
  const card = methods.data[0]?.id ?? "";
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: card } });
  return {
    id: customer.id,
    card,
    /** Moves this customer's time. */
    to: (instant: string) => stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: seconds(instant) }),
  };
}

type Wish = Partial<Stripe.SubscriptionCreateParams> & { amount?: number; quantity?: number };

async function subscribe(stripe: Stripe, { amount = 1000, quantity = 1, ...more }: Wish) {
  const customer = await makeCustomerAt(stripe, "2027-04-01T00:00Z");
  const price = await makePrice(stripe, { amount, interval: "month", lookup: undefined });
  const items = [{ price: price.id, quantity }];
  const { id, items: made } = await stripe.subscriptions.create({ customer: customer.id, items, ...more });
  return { customer, price, id, item: made.data[0]?.id ?? "" };
}

/** How our product starts a larger plan today: whole, and only once it is paid. */
export function upgradeTo(price: string, item: string): Stripe.SubscriptionUpdateParams {
  return {
    items: [{ id: item, price, quantity: 1 }],
    billing_cycle_anchor: { type: "now" },
    proration_behavior: "none",
    payment_behavior: "pending_if_incomplete",
  };
}

/** Stripe's seconds of an instant such as `2027-01-31T10:00Z`. */
export function seconds(instant: string): number {
  return Date.parse(instant) / 1000;
}

/** An instant of Stripe's, for reading in a test. */
export function day(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at * 1000).toISOString().slice(0, 10);
}

/** What the fake Stripe refused a call with. */
export async function refusalOf(call: Promise<unknown>) {
  const problem = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(problem instanceof Stripe.errors.StripeError)) throw new Error("The fake Stripe refused nothing");
  return { type: problem.type, code: problem.code, param: problem.param, status: problem.statusCode };
}
