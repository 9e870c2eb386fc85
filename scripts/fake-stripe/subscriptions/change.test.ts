import type Stripe from "stripe";
import { expect, test } from "vitest";
import { day, openFakeStripe, refusalOf, seconds } from "../testing.ts";

const fake = openFakeStripe({ deliversEvents: false });

async function subscribed({ amount = 1000, quantity = 1, ...more }: Wish = {}) {
  const customer = await fake.customerAt("2027-04-01T00:00Z");
  const price = await fake.price(amount);
  const items = [{ price: price.id, quantity }];
  const { id, items: made } = await fake.stripe().subscriptions.create({ customer: customer.id, items, ...more });
  return { customer, price, id, item: made.data[0]?.id ?? "" };
}

type Wish = Partial<Stripe.SubscriptionCreateParams> & { amount?: number; quantity?: number };

async function invoicesOf(subscription: string) {
  const { data } = await fake.stripe().invoices.list({ subscription, limit: 100 });
  return data.reverse();
}

function upgradeTo(price: string, item: string): Stripe.SubscriptionUpdateParams {
  return {
    items: [{ id: item, price, quantity: 1 }],
    billing_cycle_anchor: { type: "now" },
    proration_behavior: "none",
    payment_behavior: "pending_if_incomplete",
  };
}

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

test("more seats with a third of the month left are two prorations, billed at once or with the renewal", async () => {
  for (const [behavior, count] of [
    ["always_invoice", 2],
    ["create_prorations", 1],
  ] as const) {
    const { customer, id, item } = await subscribed({ quantity: 3 });
    await customer.to("2027-04-21T00:00Z");
    await fake.stripe().subscriptions.update(id, { items: [{ id: item, quantity: 5 }], proration_behavior: behavior });
    expect(await invoicesOf(id)).toHaveLength(count);
    await customer.to("2027-05-02T00:00Z");
    const lines = (await invoicesOf(id)).flatMap((invoice) => invoice.lines.data);
    const prorations = lines.filter(({ parent }) => parent?.subscription_item_details?.proration);
    expect(prorations.map(({ amount, quantity }) => [amount, quantity])).toEqual([
      [-1000, 3],
      [1667, 5],
    ]);
    expect(lines.map(({ amount }) => amount)).toContain(5000);
  }
});

test("a smaller plan without proration first shows in the next invoice", async () => {
  const { customer, id, item } = await subscribed({ amount: 1999, quantity: 2 });
  const smaller = await fake.price(999);
  await fake.stripe().subscriptions.update(id, {
    items: [{ id: item, price: smaller.id, quantity: 2 }],
    proration_behavior: "none",
  });
  await customer.to("2027-05-02T00:00Z");
  expect((await invoicesOf(id)).map(({ total, lines }) => [total, lines.data.length])).toEqual([
    [3998, 1],
    [1998, 1],
  ]);
});

test("a change of the price without a quantity counts one", async () => {
  const { id, item } = await subscribed({ quantity: 4 });
  const other = await fake.price(500);
  const after = await fake.stripe().subscriptions.update(id, {
    items: [{ id: item, price: other.id }],
    proration_behavior: "none",
  });
  expect(after.items.data[0]?.quantity).toBe(1);
});

test("credit for time given back goes to the balance and pays later invoices", async () => {
  const { customer, id, item } = await subscribed({ amount: 3000 });
  const smaller = await fake.price(1000);
  await customer.to("2027-04-16T00:00Z");
  const items = [{ id: item, price: smaller.id, quantity: 1 }];
  await fake.stripe().subscriptions.update(id, { items, proration_behavior: "always_invoice" });
  expect(await fake.stripe().customers.retrieve(customer.id)).toMatchObject({ balance: -1000 });
  expect((await invoicesOf(id))[1]).toMatchObject({
    status: "paid",
    total: -1000,
    amount_due: 0,
    ending_balance: -1000,
  });
  await customer.to("2027-05-02T00:00Z");
  const renewed = (await invoicesOf(id))[2];
  expect(renewed).toMatchObject({ status: "paid", total: 1000, amount_due: 0, starting_balance: -1000 });
  expect(await fake.stripe().customers.retrieve(customer.id)).toMatchObject({ balance: 0 });
});

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

test("from month to year is billed at once from today; a credit is given only where it is asked for", async () => {
  for (const [behavior, totals] of [
    ["none", [9588]],
    ["create_prorations", [-500, 9588]],
  ] as const) {
    const { customer, id, item } = await subscribed();
    const yearly = await fake.price(9588, "year");
    await customer.to("2027-04-16T00:00Z");
    const items = [{ id: item, price: yearly.id, quantity: 1 }];
    const after = await fake.stripe().subscriptions.update(id, { items, proration_behavior: behavior });
    expect(day(after.items.data[0]?.current_period_end)).toBe("2028-04-16");
    expect((await invoicesOf(id))[1]?.lines.data.map(({ amount }) => amount)).toEqual(totals);
  }
});

test("a preview is the invoice that follows: of an upgrade, of more seats, of a renewal, of a new subscription", async () => {
  const { customer, id, item } = await subscribed({ quantity: 3 });
  const larger = await fake.price(1999);
  const stripe = fake.stripe();
  await customer.to("2027-04-21T00:00Z");
  const changes = [
    { items: [{ id: item, quantity: 5 }], proration_behavior: "always_invoice" },
    {
      items: [{ id: item, price: larger.id, quantity: 2 }],
      proration_behavior: "none",
      billing_cycle_anchor: { type: "now" },
    },
  ] as const;
  for (const change of changes) {
    const details = { ...change, items: [...change.items] };
    const preview = await stripe.invoices.createPreview({ subscription: id, subscription_details: details });
    const before = await invoicesOf(id);
    await stripe.subscriptions.update(id, details);
    const made = (await invoicesOf(id))[before.length];
    expect(essence(preview)).toEqual(essence(made));
  }
  const preview = await stripe.invoices.createPreview({ subscription: id });
  await customer.to("2027-05-22T00:00Z");
  expect(essence(preview)).toEqual(essence((await invoicesOf(id)).at(-1)));
  const fresh = { customer: customer.id, subscription_details: { items: [{ price: larger.id, quantity: 1 }] } };
  expect(await stripe.invoices.createPreview(fresh)).toMatchObject({ total: 1999, amount_due: 1999 });
  await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  expect(await refusalOf(stripe.invoices.createPreview({ subscription: id }))).toMatchObject({
    code: "invoice_upcoming_none",
  });
});

function essence(invoice: Stripe.Invoice | undefined) {
  const lines = invoice?.lines.data.map(({ amount, quantity, period, pricing }) => {
    return { amount, quantity, period, price: pricing?.price_details?.price };
  });
  return { total: invoice?.total, due: invoice?.amount_due, lines };
}

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

test("a plan that ends still bills what waited for its next invoice, and more lines than a page are a list", async () => {
  const { customer, id, item } = await subscribed({ quantity: 1 });
  const stripe = fake.stripe();
  await customer.to("2027-04-16T00:00Z");
  for (let quantity = 2; quantity <= 8; quantity += 1) {
    await stripe.subscriptions.update(id, { items: [{ id: item, quantity }], proration_behavior: "create_prorations" });
  }
  await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  await customer.to("2027-05-02T00:00Z");
  const last = (await invoicesOf(id))[1];
  expect(last).toMatchObject({ status: "paid", total: 3500, lines: { has_more: true } });
  expect(last?.lines.data).toHaveLength(10);
  const lines = await stripe.invoices.listLineItems(last?.id ?? "", { limit: 5 }).autoPagingToArray({ limit: 100 });
  expect(lines.map(({ amount }) => amount)).toHaveLength(14);
  expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: "canceled" });
});

test("prorations stand under the invoice item where the seller's account shows them so", async () => {
  await fake.control({ settings: { prorationParent: "invoice_item_details" } });
  const { customer, id, item } = await subscribed();
  await customer.to("2027-04-16T00:00Z");
  const more = { items: [{ id: item, quantity: 2 }], proration_behavior: "always_invoice" } as const;
  await fake.stripe().subscriptions.update(id, { ...more, items: [...more.items] });
  await fake.control({ settings: { prorationParent: "subscription_item_details" } });
  const parents = (await invoicesOf(id))[1]?.lines.data.map(({ parent }) => parent?.invoice_item_details?.proration);
  expect(parents).toEqual([true, true]);
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
