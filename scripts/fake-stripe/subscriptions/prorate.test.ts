import { expect, test } from "vitest";
import { day, openFakeStripe } from "../testing.ts";

const fake = openFakeStripe({ deliversEvents: false });
const { subscribed, invoicesOf } = fake;

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
