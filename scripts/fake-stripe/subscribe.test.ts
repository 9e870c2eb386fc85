import { expect, test } from "vitest";
import { openFakeStripe, refusalOf } from "./testing.ts";

const fake = openFakeStripe();

function sessionOf(price: string, more: object = {}) {
  return fake.stripe().checkout.sessions.create({
    mode: "subscription",
    line_items: [{ price, quantity: 1 }],
    success_url: "http://localhost:3000/done?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://localhost:3000/back",
    client_reference_id: "order-1",
    subscription_data: { metadata: { order_id: "order-1" } },
    ...more,
  });
}

test("paying makes customer, subscription and a paid invoice with its line, and tells of them in order", async () => {
  const price = await fake.price(999);
  const customer = await fake.stripe().customers.create({ email: "buyer@example.com" });
  const session = await sessionOf(price.id, { customer: customer.id });
  expect(session).toMatchObject({ mode: "subscription", status: "open", subscription: null, payment_intent: null });
  const page = await (await fetch(`${fake.url()}/pay/${session.id}`)).text();
  expect(page).toContain("$9.99");
  expect(page).toContain("per month");
  expect((await fake.press(`/pay/${session.id}`, "decline")).status).toBe(402);
  expect(await fake.stripe().subscriptions.list({ customer: customer.id })).toMatchObject({ data: [] });
  expect((await fake.press(`/pay/${session.id}`, "pay")).status).toBe(303);

  const paid = await fake.stripe().checkout.sessions.retrieve(session.id, {
    expand: ["subscription.latest_invoice.payments", "customer"],
  });
  expect(paid).toMatchObject({
    payment_status: "paid",
    customer: { email: "buyer@example.com" },
    subscription: {
      status: "active",
      metadata: { order_id: "order-1" },
      items: { data: [{ quantity: 1, price: { id: price.id, recurring: { interval: "month" } } }] },
      latest_invoice: {
        status: "paid",
        billing_reason: "subscription_create",
        amount_paid: 999,
        parent: { type: "subscription_details" },
        payments: { data: [{ status: "paid", payment: { type: "payment_intent" } }] },
        lines: {
          data: [
            {
              amount: 999,
              parent: { type: "subscription_item_details", subscription_item_details: { proration: false } },
              pricing: { price_details: { price: price.id } },
            },
          ],
        },
      },
    },
  });
  await expect.poll(() => fake.events.map(({ type }) => type)).toContain("checkout.session.completed");
  const told = await fake.stripe().events.list({ limit: 100 });
  const types = told.data.map(({ type }) => type).reverse();
  expect(types.slice(types.indexOf("payment_method.attached"))).toEqual([
    "payment_method.attached",
    "customer.subscription.created",
    "invoice.created",
    "invoice.finalized",
    "payment_intent.succeeded",
    "invoice_payment.paid",
    "invoice.paid",
    "invoice.payment_succeeded",
    "checkout.session.completed",
  ]);
});

test("a trial takes a card and no money, and a year is paid at once", async () => {
  const monthly = await fake.price(999);
  const session = await sessionOf(monthly.id, { subscription_data: { trial_period_days: 7 } });
  await fake.press(`/pay/${session.id}`, "pay");
  const trial = await fake.stripe().checkout.sessions.retrieve(session.id, {
    expand: ["subscription.default_payment_method", "invoice"],
  });
  expect(trial).toMatchObject({
    payment_status: "no_payment_required",
    subscription: { status: "trialing", default_payment_method: { type: "card", card: { last4: "4242" } } },
    invoice: { status: "paid", total: 0, lines: { data: [{ amount: 0, subtotal: 0 }] } },
  });
  const yearly = await sessionOf((await fake.price(9588, "year")).id);
  await fake.press(`/pay/${yearly.id}`, "pay");
  const { invoice } = await fake.stripe().checkout.sessions.retrieve(yearly.id, { expand: ["invoice"] });
  const line = typeof invoice === "object" ? invoice?.lines.data[0] : undefined;
  const days = ((line?.period.end ?? 0) - (line?.period.start ?? 0)) / 86_400;
  expect([365, 366]).toContain(days);
  expect(line?.amount).toBe(9588);
});

test("a coupon is money off: 30 % and 100 %", async () => {
  const price = await fake.price(1000);
  for (const percent of [30, 100]) {
    const coupon = await fake.stripe().coupons.create({ percent_off: percent, duration: "forever" });
    const session = await sessionOf(price.id, { discounts: [{ coupon: coupon.id }] });
    expect(session).toMatchObject({ amount_subtotal: 1000, amount_total: 1000 - percent * 10 });
    await fake.press(`/pay/${session.id}`, "pay");
    const paid = await fake.stripe().checkout.sessions.retrieve(session.id, { expand: ["invoice"] });
    expect(paid).toMatchObject({
      payment_status: percent === 100 ? "no_payment_required" : "paid",
      invoice: {
        status: "paid",
        subtotal: 1000,
        total: 1000 - percent * 10,
        lines: { data: [{ amount: 1000, discount_amounts: [{ amount: percent * 10 }] }] },
      },
    });
  }
});

test("a bank debit is complete and unpaid until the bank has answered", async () => {
  const session = await sessionOf((await fake.price(999)).id);
  await fake.press(`/pay/${session.id}`, "pay-later");
  const waiting = await fake.stripe().checkout.sessions.retrieve(session.id, { expand: ["invoice"] });
  expect(waiting).toMatchObject({ status: "complete", payment_status: "unpaid", invoice: { status: "open" } });
  await fake.control({ settle: { session: session.id, outcome: "succeeded" } });
  const paid = await fake.stripe().checkout.sessions.retrieve(session.id, { expand: ["invoice"] });
  expect(paid).toMatchObject({ payment_status: "paid", invoice: { status: "paid" } });
});

test("what belongs to the other mode is refused", async () => {
  const price = await fake.price(999);
  const foreign = { payment_intent_data: { metadata: { a: "b" } } };
  expect(await refusalOf(sessionOf(price.id, foreign))).toMatchObject({ param: "payment_intent_data" });
  expect(await refusalOf(sessionOf(price.id, { mode: "payment", subscription_data: undefined }))).toMatchObject({
    param: "mode",
  });
  const twice = { discounts: [{ coupon: "none" }] };
  expect(await refusalOf(sessionOf(price.id, twice))).toMatchObject({ code: "resource_missing" });
});
