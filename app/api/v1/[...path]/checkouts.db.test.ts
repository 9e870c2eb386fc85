import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { GET as openPage } from "#app/(demo)/demo/stripe/[...path]/route.ts";
import { POST as deliver } from "#app/api/stripe/webhook/route.ts";
import { startSession } from "#lib/people/start-session.ts";
import { testDatabase } from "#testing/database.ts";
import { openShop, signEvent } from "#testing/shop.ts";
import { POST as checkOut, GET as readOrder } from "./route.ts";

const { db } = await testDatabase();
const shop = await openShop(db);
const origin = "http://localhost:3000";

async function signIn() {
  const userId = await shop.newBuyer();
  const { name, value } = await startSession({ userId, method: "email", previous: null, userAgent: null });
  return { userId, cookie: `${name}=${value}` };
}

async function post(cookie: string, body: unknown, headers: Record<string, string> = {}) {
  const request = new Request(`${origin}/api/v1/checkouts`, {
    method: "POST",
    headers: { cookie, origin, "content-type": "application/json", "idempotency-key": randomUUID(), ...headers },
    body: JSON.stringify(body),
  });
  const response = await checkOut(request);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

async function get(cookie: string, id: string) {
  const request = new Request(`${origin}/api/v1/orders/${id}`, { headers: { cookie } });
  const response = await readOrder(request);
  return { status: response.status, body: await response.json() };
}

function webhook(body: string, headers: Record<string, string>) {
  return deliver(new Request(`${origin}/api/stripe/webhook`, { method: "POST", body, headers }));
}

test("a checkout returns its order and the payment page, and the same key returns them again", async () => {
  const { cookie } = await signIn();
  const key = { "idempotency-key": "one" };
  const first = await post(cookie, { pack: "100" }, key);
  expect(first.status).toBe(201);
  expect(first.body).toEqual({
    order: { id: expect.any(String), status: "open", credits: 100, amount: 499, currency: "usd" },
    url: expect.stringMatching(/^http:\/\/localhost:3000\/demo\/stripe\/pay\/cs_test_/),
  });
  const again = await post(cookie, { pack: "100" }, key);
  expect(again.body).toEqual(first.body);
  expect(again.headers.get("Idempotent-Replayed")).toBe("true");
  expect(await post(cookie, { pack: "500" }, key)).toMatchObject({
    status: 422,
    body: { type: "/problems/idempotency-key-reused" },
  });
});

test("an order shows its grant once it is paid, and only to its buyer", async () => {
  const [buyer, other] = [await signIn(), await signIn()];
  const { body } = await post(buyer.cookie, { pack: "100" });
  await shop.press(body.url.split("/").at(-1), "pay");
  await expect
    .poll(() => get(buyer.cookie, body.order.id))
    .toEqual({
      status: 200,
      body: {
        order: { id: body.order.id, status: "paid", credits: 100, amount: 499, currency: "usd", transaction: 1 },
      },
    });
  const missing = await get(buyer.cookie, randomUUID());
  expect(missing.status).toBe(404);
  expect(await get(other.cookie, body.order.id)).toEqual(missing);
});

test("a checkout with a price, an unknown pack or no pack creates no order", async () => {
  const { userId, cookie } = await signIn();
  const bodies = [{ pack: "100", amount: 1 }, { pack: "100", price: 1 }, { pack: "none" }, { pack: "" }, {}, null, []];
  for (const body of bodies) expect((await post(cookie, body)).status).toBe(422);
  expect(await shop.ordersOf(userId)).toEqual([]);
});

test("a checkout without credentials, from another site or without a key is refused", async () => {
  const { cookie } = await signIn();
  expect((await post("", { pack: "100" })).status).toBe(401);
  expect((await post(cookie, { pack: "100" }, { origin: "https://elsewhere.example" })).status).toBe(403);
  expect((await post(cookie, { pack: "100" }, { "idempotency-key": "" })).status).toBe(400);
  expect((await post(cookie, { pack: "100" }, { authorization: "Bearer x" })).status).toBe(400);
});

test("the fourth unpaid order is refused and says how long to wait", async () => {
  const { cookie } = await signIn();
  for (const pack of ["100", "500", "1200"]) expect((await post(cookie, { pack })).status).toBe(201);
  const refused = await post(cookie, { pack: "month" });
  expect([refused.status, refused.body.type]).toEqual([429, "/problems/rate-limited"]);
  expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
});

test("the webhook accepts only signed events of at most 1 MiB", async () => {
  const event = JSON.stringify({ id: "evt_1", object: "event", type: "customer.created", created: 1, livemode: false });
  const raw = event.replace("}", `,"api_version":null,"data":{"object":{"id":"cus_ü"}}}`);
  expect((await webhook(raw, { "stripe-signature": signEvent(raw) })).status).toBe(200);
  expect((await webhook(raw, {})).status).toBe(400);
  expect((await webhook(`${raw} `, { "stripe-signature": signEvent(raw) })).status).toBe(400);
  const large = "x".repeat(1024 * 1024 + 1);
  expect((await webhook(large, { "stripe-signature": signEvent(large) })).status).toBe(413);
});

test("the demo's address forwards only to the payment page of the fake Stripe", async () => {
  const { cookie } = await signIn();
  const { body } = await post(cookie, { pack: "100" });
  const open = (path: string[]) =>
    openPage(new Request(`${origin}/demo/stripe/x`), { params: Promise.resolve({ path }) });
  const page = await open(["pay", body.url.split("/").at(-1)]);
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining("$4.99")]);
  for (const path of [["control"], ["v1", "events"], ["pay", "..", "control"], ["pay", "../control"], ["pay"]]) {
    expect((await open(path)).status).toBe(404);
  }
});
