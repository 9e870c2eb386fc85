import { beforeAll, expect, test } from "vitest";
import { stripeClient } from "#lib/billing/stripe/client.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { openShop } from "#testing/shop.ts";
import { openSubscribers } from "#testing/subscribers.ts";
import { type Found, reconcile } from "./reconcile.ts";

const { db, owner } = await testDatabase();
const shop = await openShop(db);
const subscribers = await openSubscribers(db, shop);
const since = new Date(Date.now() - 60_000);

beforeAll(() => shop.control({ plan: { copies: 0, delayMs: 0, hold: false } }));

test("what no event told of is found, shown without being changed, and repaired", async () => {
  const buyer = await shop.newBuyer();
  const { order, intent } = await shop.bought(buyer);
  expect(await look()).toMatchObject([
    { kind: "missing", says: `is paid, but order ${order} is open`, repaired: false },
  ]);
  expect(await readBalance(db, buyer)).toMatchObject({ available: 0 });
  expect(await mend()).toMatchObject([{ kind: "missing", repaired: true, why: null }]);
  expect(await readBalance(db, buyer)).toMatchObject({ available: 100 });
  expect(await look()).toEqual([]);

  await shop.control({ refund: { intent, amount: 299, status: "succeeded" } });
  expect(await look()).toMatchObject([
    { kind: "missing", object: intent, says: "299 of 499 returned, but we say that nothing was returned" },
  ]);
  await mend();
  await shop.control({ dispute: { intent, amount: 200, status: "needs_response" } });
  expect((await look()).map(({ kind }) => kind)).toContain("wrong-state");
  await mend();
  expect(await readBalance(db, buyer)).toMatchObject({ available: 0 });
  expect(await look()).toEqual([]);
  await expectInvariants(db);
});

test("a plan whose events were all lost is found and granted, with its refund and its credit note", async () => {
  const buyer = await shop.newBuyer();
  const { order } = await subscribers.started(buyer, { plan: "max" });
  await shop.press(order.checkoutSession, "pay");
  await mend();
  expect(await readBalance(db, buyer)).toMatchObject({ available: 3_000 });
  const [{ id: invoice, subscription_id: subscription } = { id: "", subscription_id: "" }] = await owner`
    select i.id, i.subscription_id from plan_invoices i join subscriptions s on s.id = i.subscription_id
    where s.user_id = ${buyer}`;

  await shop.control({ refund: { intent: await shop.intentOf(invoice), amount: 500, status: "succeeded" } });
  await stripeClient().creditNotes.create({ invoice, amount: 499, credit_amount: 499 });
  await stripeClient().subscriptions.update(subscription, { cancel_at_period_end: true });
  const found = await mend();
  expect(found.every(({ repaired }) => repaired)).toBe(true);
  expect(found.map(({ kind, object }) => [kind, object])).toEqual([
    ["wrong-state", subscription],
    ["missing", invoice],
  ]);
  // 999 of 1,999 cents of 3,000 credits: 1,499.25, rounded up.
  expect(await readBalance(db, buyer)).toMatchObject({ available: 1_500 });
  expect(await look()).toEqual([]);
  await expectInvariants(db);
});

test("two payments that settled two invoices share what was returned of them by what they paid", async () => {
  const open = [await withOpenInvoice("max", "month"), await withOpenInvoice("max", "year")];
  await shop.control({ payTogether: { invoices: open, payments: 2 } });
  await mend();
  const parts = await stripeClient().invoicePayments.list({ invoice: open[0] ?? "", status: "paid" });
  await shop.control({ refund: { intent: String(parts.data[0]?.payment.payment_intent), status: "succeeded" } });
  expect((await mend()).every(({ repaired }) => repaired)).toBe(true);
  const rows = await owner`select paid_cents::int as paid, returned_cents::int as returned from payments
    where invoice_id = any(${open}) order by paid_cents`;
  for (const { paid, returned } of rows) expect(Math.abs(paid / 2 - returned)).toBeLessThanOrEqual(1);
  expect(rows.map(({ paid }) => paid)).toEqual([1_999, 19_188]);
  const refunded = rows.reduce((sum, { returned }) => sum + returned, 0);
  expect(Math.abs(refunded - (1_999 + 19_188) / 2)).toBeLessThanOrEqual(1);
  await expectInvariants(db);
});

test("what only an operator can decide is left: a wrong amount, a second payment, and an order that we do not have", async () => {
  const buyer = await shop.newBuyer();
  const [wrong, twice, unknown] = [
    await shop.started(buyer),
    await shop.started(buyer, { pack: "500" }),
    await shop.started(buyer, { pack: "1200" }),
  ];
  await shop.control({ falsify: { session: wrong.checkoutSession, amount: 1 } });
  await shop.press(wrong.checkoutSession, "pay");
  const paid = await shop.bought(await shop.newBuyer());
  await mend();
  await shop.control({ falsify: { session: twice.checkoutSession, clientReferenceId: paid.order } });
  await shop.press(twice.checkoutSession, "pay");
  const nobody = "00000000-0000-4000-8000-000000000000";
  await shop.control({ falsify: { session: unknown.checkoutSession, clientReferenceId: nobody } });
  await shop.press(unknown.checkoutSession, "pay");
  const found = await mend();
  expect(found.map(({ kind, repaired }) => [kind, repaired]).toSorted()).toEqual([
    ["twice", false],
    ["unknown", false],
    ["wrong-amount", false],
  ]);
  expect(await readBalance(db, buyer)).toMatchObject({ available: 0 });
});

test("an order that is paid although Stripe was never paid for it is found", async () => {
  const buyer = await shop.newBuyer();
  const { id, checkoutSession } = await shop.started(buyer);
  await owner`update orders set status = 'paid', grant_version = 1 where id = ${id}`;
  const found = (await look()).filter(({ object }) => object === checkoutSession);
  expect(found).toMatchObject([
    { kind: "wrong-state", says: `order ${id} is paid, but Stripe says that its page is open` },
  ]);
  await owner`update orders set status = 'open', grant_version = null where id = ${id}`;
});

/** A subscriber whose renewal was declined; returns the invoice that waits for its payment. */
async function withOpenInvoice(plan: string, interval: "month" | "year"): Promise<string> {
  const buyer = await shop.newBuyer();
  const { order } = await subscribers.started(buyer, { plan, interval });
  await shop.press(order.checkoutSession, "pay");
  await mend();
  const [row] = await owner`select c.id as customer, s.id as subscription from stripe_customers c
    join subscriptions s on s.user_id = c.user_id where c.user_id = ${buyer}`;
  await shop.control({ customer: { id: String(row?.customer), declines: true } });
  await subscribers.later(String(row?.customer), interval === "year" ? 12 : 1);
  const { data } = await stripeClient().invoices.list({ subscription: String(row?.subscription), status: "open" });
  return data[0]?.id ?? "";
}

async function look(): Promise<Found[]> {
  return await run(false);
}

async function mend(): Promise<Found[]> {
  return await run(true);
}

async function run(repair: boolean): Promise<Found[]> {
  const found: Found[] = [];
  await reconcile(db, { since, repair }, (one) => found.push(one));
  return found;
}
