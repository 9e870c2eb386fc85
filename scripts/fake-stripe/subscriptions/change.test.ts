import { expect, test } from "vitest";
import { day, openFakeStripe, refusalOf, seconds } from "../testing.ts";

const fake = openFakeStripe({ deliversEvents: false });
const { subscribed, invoicesOf } = fake;

test("a trial that ends early is billed at once and renews from that day", async () => {
  const { customer, id } = await subscribed({ trial_period_days: 7 });
  await customer.to("2027-04-03T00:00Z");
  const after = await fake.stripe().subscriptions.update(id, { trial_end: "now" });
  expect([after.status, day(after.trial_end), day(after.billing_cycle_anchor)]).toEqual([
    "active",
    "2027-04-03",
    "2027-04-03",
  ]);
  expect((await invoicesOf(id)).map(({ total, status }) => [total, status])).toEqual([
    [0, "paid"],
    [1000, "paid"],
  ]);
});

test("a coupon counts for the first invoice, for some months, or for ever", async () => {
  for (const [duration, months, totals] of [
    ["once", undefined, [700, 1000, 1000]],
    ["repeating", 2, [700, 700, 1000]],
    ["forever", undefined, [700, 700, 700]],
  ] as const) {
    const more = months === undefined ? {} : { duration_in_months: months };
    const coupon = await fake.stripe().coupons.create({ percent_off: 30, duration, ...more });
    const { customer, id } = await subscribed({ discounts: [{ coupon: coupon.id }] });
    await customer.to("2027-06-02T00:00Z");
    expect((await invoicesOf(id)).map(({ total }) => total)).toEqual(totals);
  }
});

test("ending at once can give back the rest, and what has ended takes no change", async () => {
  const { customer, id, item } = await subscribed();
  await customer.to("2027-04-16T00:00Z");
  const ended = await fake.stripe().subscriptions.cancel(id, { prorate: true, invoice_now: true });
  expect([ended.status, day(ended.ended_at)]).toEqual(["canceled", "2027-04-16"]);
  expect(await fake.stripe().customers.retrieve(customer.id)).toMatchObject({ balance: -500 });
  const asked = { items: [{ id: item, quantity: 2 }] };
  expect(await refusalOf(fake.stripe().subscriptions.update(id, asked))).toMatchObject({ status: 400 });
});

test("without a working card a new subscription is incomplete, and expires after 23 hours", async () => {
  const customer = await fake.customerAt("2027-04-01T00:00Z");
  await fake.control({ customer: { id: customer.id, declines: true } });
  const price = await fake.price(1000);
  const asked = { customer: customer.id, items: [{ price: price.id }] };
  const { id, status } = await fake.stripe().subscriptions.create(asked);
  expect(status).toBe("incomplete");
  await customer.to("2027-04-02T00:00Z");
  expect(await fake.stripe().subscriptions.retrieve(id)).toMatchObject({ status: "incomplete_expired" });
  const strict = { ...asked, payment_behavior: "error_if_incomplete" };
  expect(await refusalOf(fake.stripe().subscriptions.create(strict))).toMatchObject({ code: "card_declined" });
});

test("a deleted customer's subscriptions end, and only its id can be read", async () => {
  const { customer, id } = await subscribed();
  const stripe = fake.stripe();
  expect(await stripe.customers.del(customer.id)).toMatchObject({ deleted: true });
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ id: customer.id, deleted: true });
  const ended = await stripe.subscriptions.retrieve(id, { expand: ["customer"] });
  expect(ended).toMatchObject({ status: "canceled", customer: { deleted: true } });
});

test("what Stripe refuses together is refused", async () => {
  const { id, item } = await subscribed();
  const items = [{ id: item, quantity: 2 }];
  const refused = [
    { items, proration_behavior: "none", proration_date: seconds("2027-04-02T00:00Z") },
    { items, metadata: { a: "b" }, payment_behavior: "pending_if_incomplete" },
    { items: [{ id: "si_none", quantity: 2 }] },
    { cancel_at_period_end: true, cancel_at: seconds("2027-05-01T00:00Z") },
  ];
  for (const asked of refused) {
    expect(await refusalOf(fake.stripe().subscriptions.update(id, asked))).toMatchObject({
      type: "StripeInvalidRequestError",
    });
  }
});
