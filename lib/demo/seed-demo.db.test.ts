import { afterAll, beforeAll, expect, test } from "vitest";
import { listPaidOrders } from "#lib/billing/orders/orders.ts";
import { readBuyingFreeze } from "#lib/billing/payments/buying-freeze.ts";
import { listReturns } from "#lib/billing/payments/list-returns.ts";
import { readBilling } from "#lib/billing/plans/read-billing.ts";
import { findPayment } from "#lib/billing/stripe/payments.ts";
import { verify } from "#lib/ledger/audit/verify.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readLiveBatches } from "#lib/ledger/read/batches.ts";
import { startFakeStripe } from "#scripts/fake-stripe/start.ts";
import { testDatabase } from "#testing/database.ts";
import { demoPeople } from "./people.ts";
import { seedDemo } from "./seed-demo.ts";

const { db } = await testDatabase();
const events = { webhookUrl: "http://127.0.0.1:9/", webhookSecrets: ["whsec_of_the_tests"] };
const stripe = await startFakeStripe({ port: 0, publicUrl: "http://localhost:3000", ...events });
afterAll(stripe.stop);
process.env.STRIPE_API_BASE = stripe.url;
beforeAll(async () => {
  await seedDemo(db, demoPeople, { hasFakeStripe: true });
});

const [example, mina, omar, kenji, nora] = demoPeople.map(({ id }) => id);

test("Mina's plan is at Stripe as it is here: Billing, the balance and her batches say the same", async () => {
  const before = await readBalance(db, mina ?? "");
  const { plan, atStripe } = await readBilling(db, mina ?? "");
  const { periodEnd } = plan?.subscription ?? {};
  expect(plan).toMatchObject({ subscription: { status: "active", cancelAt: null }, price: { name: "Pro" } });
  expect(plan?.nextCredits).toEqual({ at: periodEnd, amount: 1_200 });
  expect(atStripe?.nextCharge).toEqual({ at: periodEnd, cents: 999, currency: "usd" });
  expect(atStripe?.method).toMatchObject({ brand: "visa", last4: "4242" });
  expect(atStripe?.invoices.map(({ status, totalCents }) => [status, totalCents])).toEqual(
    Array.from({ length: 4 }, () => ["paid", 999]),
  );
  expect(await readBalance(db, mina ?? "")).toMatchObject({
    version: before?.version,
    nextCredits: { at: periodEnd?.toISOString(), amount: 1_200 },
  });
  const { batches } = await readLiveBatches(db, mina ?? "");
  expect(batches.filter(({ kind }) => kind === "subscription")).toMatchObject([{ granted: 1_200, label: "Pro" }]);
});

test("Example is in a trial of Pro with exactly the official credits, and Omar never had a plan", async () => {
  expect((await readBilling(db, example ?? "")).plan).toMatchObject({
    subscription: { status: "trialing" },
    nextCredits: { amount: 1_200 },
  });
  expect((await readBalance(db, example ?? ""))?.byKind).toEqual({ subscription: 20, activity: 15, purchased: 100 });
  expect((await readBilling(db, omar ?? "")).plan).toBeNull();
});

test("Nora owes what she used of a refunded pack, and buys nothing while another is disputed", async () => {
  expect(await readBalance(db, nora ?? "")).toMatchObject({ available: 500, debt: 70 });
  expect(
    (await listReturns(db, nora ?? "")).map(({ returnedCents, dispute }) => [returnedCents, dispute]).sort(),
  ).toEqual([
    [0, "open"],
    [499, "none"],
  ]);
  expect(await readBuyingFreeze(db, nora ?? "")).toMatchObject({ dispute: "open" });
});

test("packs that demo users have were ordered, and paid at Stripe", async () => {
  const orders = await listPaidOrders(db, kenji ?? "", 10);
  expect(orders.map(({ credits, amountCents }) => [credits, amountCents])).toEqual([
    [500, 1_999],
    [100, 499],
  ]);
  const control = await fetch(`${stripe.url}/control`, { method: "POST", body: "{}" });
  const { sessions } = await control.json();
  const intent = sessions[orders[0]?.checkoutSession ?? ""].intent;
  expect(await findPayment(intent)).toMatchObject({ order: orders[0]?.id, paidCents: 1_999 });
});

test("seeding again adds nobody, and every invariant holds", async () => {
  expect(await seedDemo(db, demoPeople, { hasFakeStripe: true })).toEqual({ status: "seeded", added: [] });
  expect((await verify(db)).filter(({ breach }) => breach !== null)).toEqual([]);
});
