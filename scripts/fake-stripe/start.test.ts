import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startFakeStripe } from "./start.ts";

const secrets = ["whsec_new", "whsec_old"];
const stateFile = join(tmpdir(), `fake-stripe-${process.pid}-${Date.now()}.json`);
const received: { body: string; signature: string }[] = [];
let failures = 0;

const receiver = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  failures -= 1;
  if (failures < 0) {
    received.push({ body: Buffer.concat(parts).toString(), signature: String(request.headers["stripe-signature"]) });
  }
  response.writeHead(failures < 0 ? 200 : 500).end();
});
let fakeStripe: Awaited<ReturnType<typeof startFakeStripe>>;

async function start() {
  const address = receiver.address();
  const port = typeof address === "object" && address ? address.port : 0;
  fakeStripe = await startFakeStripe({
    port: 0,
    webhookUrl: `http://127.0.0.1:${port}/`,
    webhookSecrets: secrets,
    publicUrl: "http://localhost:3000",
    stateFile,
    retryMs: 20,
    bankDelayMs: null,
  });
}

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  await start();
});
afterAll(async () => {
  await fakeStripe.stop();
  receiver.close();
});

function stripe(more: { apiVersion?: undefined; key?: string } = {}) {
  const port = Number(new URL(fakeStripe.url).port);
  return new Stripe(more.key ?? "sk_test_demo", { host: "127.0.0.1", port, protocol: "http", telemetry: false });
}

const order = (): Stripe.Checkout.SessionCreateParams => ({
  mode: "payment",
  client_reference_id: "order-1",
  line_items: [
    { quantity: 1, price_data: { currency: "usd", unit_amount: 499, product_data: { name: "100 credits" } } },
  ],
  metadata: { order_id: "order-1" },
  success_url: "http://localhost:3000/orders/1?session={CHECKOUT_SESSION_ID}",
  cancel_url: "http://localhost:3000/orders/1?back",
});

async function press(session: string, button: string) {
  const body = new URLSearchParams({ button });
  return fetch(`${fakeStripe.url}/pay/${session}`, { method: "POST", body, redirect: "manual" });
}

async function control(body: object) {
  const answer = await fetch(`${fakeStripe.url}/control`, { method: "POST", body: JSON.stringify(body) });
  expect(answer.status).toBe(200);
}

async function refusalOf(call: Promise<unknown>) {
  const problem = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(problem instanceof Stripe.errors.StripeError)) throw new Error("The fake Stripe refused nothing");
  return { type: problem.type, code: problem.code, param: problem.param, status: problem.statusCode };
}

function typesAbout(session: string) {
  return received.filter(({ body }) => body.includes(session)).map(({ body }) => JSON.parse(body).type);
}

test("a session is paid on its page, and the event verifies with either secret", async () => {
  const session = await stripe().checkout.sessions.create(order());
  expect(session).toMatchObject({ status: "open", payment_status: "unpaid", amount_total: 499, payment_intent: null });
  expect(session.url).toBe(`http://localhost:3000/demo/stripe/pay/${session.id}`);

  const page = await (await fetch(`${fakeStripe.url}/pay/${session.id}`)).text();
  for (const label of ["Demo", "$4.99", "Pay", "Pay later by bank", "Decline", "Back"]) expect(page).toContain(label);

  const answer = await press(session.id, "pay");
  expect([answer.status, answer.headers.get("location")]).toEqual([
    303,
    `http://localhost:3000/orders/1?session=${session.id}`,
  ]);
  const paid = await stripe().checkout.sessions.retrieve(session.id, { expand: ["line_items", "payment_intent"] });
  expect(paid).toMatchObject({ status: "complete", payment_status: "paid", payment_intent: { status: "succeeded" } });
  expect(paid.line_items?.data).toMatchObject([{ amount_total: 499, quantity: 1 }]);

  await expect.poll(() => typesAbout(session.id)).toContain("checkout.session.completed");
  const told = received.find(({ body }) => body.includes("checkout.session.completed"));
  for (const secret of secrets) {
    const event = stripe().webhooks.constructEvent(told?.body ?? "", told?.signature ?? "", secret);
    expect(event).toMatchObject({ object: "event", api_version: Stripe.API_VERSION, livemode: false });
  }
});

test("a parameter that the SDK's types do not know is refused, as are missing, malformed and unplayed ones", async () => {
  const unknown = { ...order(), payment_method_types: ["card"] };
  expect(await refusalOf(stripe().checkout.sessions.create(unknown))).toEqual({
    type: "StripeInvalidRequestError",
    code: "parameter_unknown",
    param: "payment_method_types",
    status: 400,
  });
  const nested = { ...order(), line_items: [{ ...order().line_items?.[0], quantty: 1 }] };
  expect(await refusalOf(stripe().checkout.sessions.create(nested))).toMatchObject({ param: "line_items[0][quantty]" });
  const { success_url: _, ...missing } = order();
  expect(await refusalOf(stripe().checkout.sessions.create(missing))).toMatchObject({ code: "parameter_missing" });
  expect(await refusalOf(stripe().checkout.sessions.create({ ...order(), mode: "pay" }))).toMatchObject({
    param: "mode",
  });
  const unplayed = { ...order(), allow_promotion_codes: true };
  expect(await refusalOf(stripe().checkout.sessions.create(unplayed))).toMatchObject({
    param: "allow_promotion_codes",
  });
});

test("a live key, another API version and an unknown address are refused", async () => {
  expect(await refusalOf(stripe({ key: "sk_live_1" }).customers.list())).toMatchObject({ status: 401 });
  const old = await fetch(`${fakeStripe.url}/v1/customers`, {
    headers: { Authorization: "Bearer sk_test_demo", "Stripe-Version": "2020-08-27" },
  });
  expect([old.status, (await old.json()).error.param]).toEqual([400, "Stripe-Version"]);
  expect(await refusalOf(stripe().payouts.list())).toMatchObject({ status: 404 });
  expect(await refusalOf(stripe().checkout.sessions.retrieve("cs_test_none"))).toMatchObject({
    code: "resource_missing",
  });
});

test("an idempotency key answers the first session again and refuses another request", async () => {
  const options = { idempotencyKey: "order-7" };
  const [first, second] = await Promise.all([
    stripe().checkout.sessions.create(order(), options),
    stripe().checkout.sessions.create(order(), options),
  ]);
  expect(second.id).toBe(first.id);
  const other = { ...order(), client_reference_id: "order-8" };
  expect(await refusalOf(stripe().checkout.sessions.create(other, options))).toMatchObject({
    type: "StripeIdempotencyError",
  });
});

test("a declined card leaves the session open, and back returns without paying", async () => {
  const session = await stripe().checkout.sessions.create(order());
  const declined = await press(session.id, "decline");
  expect(declined.status).toBe(402);
  expect(await declined.text()).toContain("Your card was declined.");
  const back = await press(session.id, "back");
  expect(back.headers.get("location")).toBe("http://localhost:3000/orders/1?back");
  expect(await stripe().checkout.sessions.retrieve(session.id)).toMatchObject({
    status: "open",
    payment_status: "unpaid",
  });
});

test("a delayed payment is complete and unpaid until the bank has answered", async () => {
  const session = await stripe().checkout.sessions.create(order());
  await press(session.id, "pay-later");
  const waiting = await stripe().checkout.sessions.retrieve(session.id);
  expect(waiting).toMatchObject({ status: "complete", payment_status: "unpaid" });
  await control({ settle: { session: session.id, outcome: "failed" } });
  await expect.poll(() => typesAbout(session.id)).toContain("checkout.session.async_payment_failed");
  expect(await stripe().checkout.sessions.retrieve(session.id)).toMatchObject({ payment_status: "unpaid" });
});

test("an event is delivered again after failures, under a fresh signature", async () => {
  failures = 2;
  const customer = await stripe().customers.create({ email: "one@example.com" });
  await expect.poll(() => typesAbout(customer.id)).toEqual(["customer.created"]);
});

test("events go out twice, late, held and in another order, or never", async () => {
  await control({ plan: { copies: 2 } });
  const twice = await stripe().customers.create({});
  await expect.poll(() => typesAbout(twice.id)).toHaveLength(2);
  await control({ plan: { copies: 0 } });
  const never = await stripe().customers.create({});
  await control({ plan: { copies: 1, hold: true } });
  const held = await stripe().customers.create({});
  await stripe().customers.update(held.id, { name: "Later" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(typesAbout(held.id)).toEqual([]);
  await control({ plan: { hold: false }, release: "reversed" });
  await expect.poll(() => typesAbout(held.id)).toEqual(["customer.updated", "customer.created"]);
  expect(typesAbout(never.id)).toEqual([]);
  const kept = await stripe().events.list({ type: "customer.created", limit: 2 });
  expect(kept.data).toHaveLength(2);
});

test("prices are found by their lookup key, and lists are paged", async () => {
  const product = await stripe().products.create({ name: "Pack" });
  for (const amount of [1, 2, 3]) {
    await stripe().prices.create({
      product: product.id,
      currency: "usd",
      unit_amount: amount,
      lookup_key: "pack",
      transfer_lookup_key: true,
    });
  }
  const found = await stripe().prices.list({ lookup_keys: ["pack"] });
  expect(found.data.map((price) => price.unit_amount)).toEqual([3]);
  const all: (number | null)[] = [];
  for await (const price of stripe().prices.list({ product: product.id, limit: 1 })) all.push(price.unit_amount);
  expect(all).toEqual([3, 2, 1]);
});

test("its memory outlives a restart: an open session can still be paid", async () => {
  const session = await stripe().checkout.sessions.create(order());
  await fakeStripe.stop();
  await start();
  expect((await press(session.id, "pay")).status).toBe(303);
  expect(await stripe().checkout.sessions.retrieve(session.id)).toMatchObject({ payment_status: "paid" });
});
