import type Stripe from "stripe";
import { expect, test } from "vitest";
import { openFakeStripe, refusalOf } from "../testing.ts";

const fake = openFakeStripe({ deliversEvents: false });
const { subscribed, invoicesOf } = fake;

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
