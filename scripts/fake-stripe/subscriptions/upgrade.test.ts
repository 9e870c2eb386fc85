import { expect, test } from "vitest";
import { day, openFakeStripe, refusalOf, seconds, upgradeTo } from "../testing.ts";

const fake = openFakeStripe({ deliversEvents: false });
const { subscribed, invoicesOf } = fake;

test("an upgrade that starts now bills the whole new month, without prorations, and counts from today", async () => {
  const { customer, id, item } = await subscribed();
  const larger = await fake.price(1999);
  await customer.to("2027-04-11T08:00Z");
  const after = await fake.stripe().subscriptions.update(id, upgradeTo(larger.id, item));
  expect(after.billing_cycle_anchor).toBe(seconds("2027-04-11T08:00Z"));
  expect(after.items.data.map(({ current_period_end: end }) => day(end))).toEqual(["2027-05-11"]);
  const [, invoice] = await invoicesOf(id);
  expect(invoice).toMatchObject({ billing_reason: "subscription_update", status: "paid", total: 1999 });
  expect(invoice?.lines.data).toMatchObject([
    { amount: 1999, parent: { subscription_item_details: { proration: false } } },
  ]);
});

test("a declined upgrade waits: the old plan runs, and paying the invoice applies it", async () => {
  const { customer, id, item, price } = await subscribed();
  const larger = await fake.price(1999);
  await customer.to("2027-04-11T00:00Z");
  await fake.control({ customer: { id: customer.id, declines: true } });
  const waiting = await fake.stripe().subscriptions.update(id, upgradeTo(larger.id, item));
  expect(waiting).toMatchObject({ status: "active", items: { data: [{ price: { id: price.id } }] } });
  expect(waiting.pending_update?.subscription_items?.[0]?.price.id).toBe(larger.id);
  const open = (await invoicesOf(id))[1];
  expect(open).toMatchObject({ id: waiting.latest_invoice, status: "open" });
  await fake.control({ customer: { id: customer.id, declines: false } });
  await fake.stripe().invoices.pay(open?.id ?? "");
  const applied = await fake.stripe().subscriptions.retrieve(id);
  expect(applied).toMatchObject({ pending_update: null, items: { data: [{ price: { id: larger.id } }] } });
});

test("an upgrade that is not paid within 23 hours is given up, and its invoice is void", async () => {
  const { customer, id, item, price } = await subscribed();
  const larger = await fake.price(1999);
  await fake.control({ customer: { id: customer.id, declines: true } });
  await fake.stripe().subscriptions.update(id, upgradeTo(larger.id, item));
  await customer.to("2027-04-02T12:00Z");
  const after = await fake.stripe().subscriptions.retrieve(id);
  expect(after).toMatchObject({
    status: "active",
    pending_update: null,
    items: { data: [{ price: { id: price.id } }] },
  });
  expect((await invoicesOf(id))[1]).toMatchObject({ status: "void" });
});

test("error_if_incomplete refuses a declined card and changes nothing", async () => {
  const { customer, id, item, price } = await subscribed();
  const larger = await fake.price(1999);
  await fake.control({ customer: { id: customer.id, declines: true } });
  const asked = { ...upgradeTo(larger.id, item), payment_behavior: "error_if_incomplete" };
  const refused = await refusalOf(fake.stripe().subscriptions.update(id, asked));
  expect(refused).toMatchObject({ type: "StripeCardError", code: "card_declined", status: 402 });
  const after = await fake.stripe().subscriptions.retrieve(id);
  expect(after).toMatchObject({ pending_update: null, items: { data: [{ price: { id: price.id } }] } });
  expect(await invoicesOf(id)).toHaveLength(1);
});

test("a key answers a declined upgrade again, and the first subscription again", async () => {
  const { customer, id, item, price } = await subscribed();
  const larger = await fake.price(1999);
  const stripe = fake.stripe();
  await fake.control({ customer: { id: customer.id, declines: true } });
  const upgrade = { ...upgradeTo(larger.id, item), payment_behavior: "error_if_incomplete" };
  const declined = () => refusalOf(stripe.subscriptions.update(id, upgrade, { idempotencyKey: `up-${id}` }));
  expect(await declined()).toMatchObject({ code: "card_declined" });
  await fake.control({ customer: { id: customer.id, declines: false } });
  expect(await declined()).toMatchObject({ code: "card_declined" });
  const options = { idempotencyKey: `new-${id}` };
  const asked = { customer: customer.id, items: [{ price: price.id, quantity: 1 }] };
  const [first, again] = [
    await stripe.subscriptions.create(asked, options),
    await stripe.subscriptions.create(asked, options),
  ];
  expect(again.id).toBe(first.id);
  const other = { ...asked, items: [{ price: price.id, quantity: 2 }] };
  expect(await refusalOf(stripe.subscriptions.create(other, options))).toMatchObject({
    type: "StripeIdempotencyError",
  });
});
