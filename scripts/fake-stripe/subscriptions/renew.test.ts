import { expect, test } from "vitest";
import { day, openFakeStripe, seconds } from "../testing.ts";

const fake = openFakeStripe({ deliversEvents: false });

async function subscribed(frozen: string, { amount = 999, interval = "month", ...more }: Wish = {}) {
  const customer = await fake.customerAt(frozen);
  const price = await fake.price(amount, interval);
  const items = [{ price: price.id, quantity: 1 }];
  const subscription = await fake.stripe().subscriptions.create({ customer: customer.id, items, ...more });
  return { customer, price, id: subscription.id };
}

type Wish = { amount?: number; interval?: "month" | "year"; trial_period_days?: number };

async function invoicesOf(subscription: string) {
  const { data } = await fake.stripe().invoices.list({ subscription, limit: 100 });
  return data.reverse();
}

test("thirteen months from 31 January are clamped to each month's end and never drift", async () => {
  const { customer, id } = await subscribed("2027-01-31T10:00Z");
  await customer.to("2028-03-01T12:00Z");
  const invoices = await invoicesOf(id);
  expect(invoices.map(({ lines }) => day(lines.data[0]?.period.start))).toEqual(
    ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31", "2027-06-30", "2027-07-31"].concat([
      "2027-08-31",
      "2027-09-30",
      "2027-10-31",
      "2027-11-30",
      "2027-12-31",
      "2028-01-31",
      "2028-02-29",
    ]),
  );
  for (const [at, { lines }] of invoices.slice(1).entries()) {
    expect(lines.data[0]?.period.start).toBe(invoices[at]?.lines.data[0]?.period.end);
  }
  expect(new Set(invoices.map(({ status }) => status))).toEqual(new Set(["paid"]));
});

test("a renewal's invoice is a draft for an hour, then it is open and paid", async () => {
  const { customer, id } = await subscribed("2027-03-10T10:00Z");
  await customer.to("2027-04-10T10:30Z");
  const [, draft] = await invoicesOf(id);
  expect(draft).toMatchObject({ status: "draft", billing_reason: "subscription_cycle", number: null });
  expect(draft?.automatically_finalizes_at).toBe(seconds("2027-04-10T11:00Z"));
  await customer.to("2027-04-10T11:00Z");
  const [, paid] = await invoicesOf(id);
  expect(paid).toMatchObject({ status: "paid", amount_paid: 999 });
  expect(paid?.status_transitions.paid_at).toBe(seconds("2027-04-10T11:00Z"));
});

test("a declined renewal is past due, is tried again, and a working card makes it active", async () => {
  const { customer, id } = await subscribed("2027-03-10T10:00Z");
  await fake.control({ customer: { id: customer.id, declines: true } });
  await customer.to("2027-04-10T12:00Z");
  const stripe = fake.stripe();
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: "past_due" });
  const [, open] = await invoicesOf(id);
  expect(open).toMatchObject({ status: "open", attempt_count: 1, amount_paid: 0, amount_remaining: 999 });
  expect(day(open?.next_payment_attempt)).toBe("2027-04-13");
  await fake.control({ customer: { id: customer.id, declines: false } });
  await customer.to("2027-04-14T00:00Z");
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: "active" });
  expect((await invoicesOf(id))[1]).toMatchObject({ status: "paid", attempt_count: 2 });
});

test("after the last attempt a subscription ends, or stays unpaid where the seller has set that", async () => {
  for (const [afterRetries, status] of [
    ["unpaid", "unpaid"],
    ["cancel", "canceled"],
  ]) {
    await fake.control({ settings: { afterRetries } });
    const { customer, id } = await subscribed("2027-03-10T10:00Z");
    await fake.control({ customer: { id: customer.id, declines: true } });
    await customer.to("2027-05-01T00:00Z");
    expect(await fake.stripe().subscriptions.retrieve(id)).toMatchObject({ status });
  }
});

test("a trial announces its end, and is billed when it has ended", async () => {
  const { customer, id } = await subscribed("2027-03-10T10:00Z", { trial_period_days: 7 });
  await customer.to("2027-03-15T00:00Z");
  const warned = await fake.stripe().events.list({ type: "customer.subscription.trial_will_end", limit: 1 });
  expect(warned.data).toMatchObject([{ data: { object: { id, status: "trialing" } } }]);
  await customer.to("2027-03-17T12:00Z");
  expect(await fake.stripe().subscriptions.retrieve(id)).toMatchObject({ status: "active" });
  expect((await invoicesOf(id)).map(({ total }) => total)).toEqual([0, 999]);
});

test("a year is billed once a year", async () => {
  const { customer, id } = await subscribed("2028-02-29T10:00Z", { amount: 9588, interval: "year" });
  await customer.to("2030-03-01T00:00Z");
  const invoices = await invoicesOf(id);
  const starts = invoices.map(({ lines }) => day(lines.data[0]?.period.start));
  expect(starts).toEqual(["2028-02-29", "2029-02-28", "2030-02-28"]);
});

test("cancelling at the period's end keeps the subscription until then, and can be taken back", async () => {
  const { customer, id } = await subscribed("2027-03-10T10:00Z");
  const stripe = fake.stripe();
  const ending = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  expect([ending.status, day(ending.cancel_at)]).toEqual(["active", "2027-04-10"]);
  const resumed = await stripe.subscriptions.update(id, { cancel_at_period_end: false });
  expect([resumed.cancel_at, resumed.canceled_at]).toEqual([null, null]);
  await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  await customer.to("2027-04-11T00:00Z");
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: "canceled" });
  expect(await invoicesOf(id)).toHaveLength(1);
});

test("lists are walked page by page in both directions over thirty invoices", async () => {
  const { customer, id } = await subscribed("2027-01-01T10:00Z");
  await customer.to("2029-06-02T00:00Z");
  const stripe = fake.stripe();
  const whole = (await stripe.invoices.list({ subscription: id, limit: 100 })).data.map((one) => one.id);
  expect(whole).toHaveLength(30);
  const walked: string[] = [];
  for await (const invoice of stripe.invoices.list({ subscription: id, limit: 7 })) walked.push(invoice.id);
  expect(walked).toEqual(whole);
  const last = await stripe.invoices.list({ subscription: id, limit: 7, ending_before: whole[10] ?? "" });
  expect(last.data.map((one) => one.id)).toEqual(whole.slice(3, 10));
  expect(last.has_more).toBe(true);
});
