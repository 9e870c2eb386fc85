import { eq } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { addPlanPrice } from "#db/queries/catalogue/plans.ts";
import { planPrices, stripePrices } from "#db/schema/catalogue.ts";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import { openStripe } from "#lib/billing/stripe/client.ts";
import { startFakeStripe } from "#scripts/fake-stripe/start.ts";
import { findMissingPrices } from "#scripts/local-postgres/database.ts";
import { testDatabase } from "#testing/database.ts";
import { syncCatalogue } from "./sync-catalogue.ts";

const { db, url } = await testDatabase();
const fakeStripe = await startFakeStripe({
  port: 0,
  webhookUrl: "http://127.0.0.1:1/",
  webhookSecrets: ["whsec_of_the_tests"],
  publicUrl: "http://localhost:3000",
  stateFile: undefined,
});
afterAll(fakeStripe.stop);
const stripe = openStripe({ secretKey: "sk_test_of_the_tests", apiBase: fakeStripe.url });
const sync = (pages = {}) => syncCatalogue(db, stripe, { live: false, appUrl: "http://localhost:3000", ...pages });
const key = "purse-pro-month-usd";

test("the catalogue is brought to Stripe once, under its lookup keys, and what is missing is named before", async () => {
  await seedCatalogue(db);
  expect(await findMissingPrices(url, false)).toBe(
    `Stripe lacks the prices ${key}, purse-pro-year-usd: run npx purse catalogue sync.`,
  );
  expect((await sync()).toSorted()).toEqual([
    `+ price ${key}: 999 usd a month`,
    "+ price purse-pro-year-usd: 9588 usd a year",
    "~ customer portal",
    '~ product purse_pro "Pro"',
  ]);
  expect(await sync()).toEqual([]);
  expect(await findMissingPrices(url, false)).toBeNull();
  expect(await findMissingPrices(url, true)).toContain(key);
  const { data } = await stripe.prices.list({ lookup_keys: [key] });
  expect(data).toMatchObject([{ unit_amount: 999, product: "purse_pro", recurring: { interval: "month" } }]);
});

test("a new price takes the lookup key over, and the old one still says what it sold", async () => {
  const [old] = (await stripe.prices.list({ lookup_keys: [key] })).data;
  const price = { plan: "pro", interval: "month", currency: "usd", amountCents: 1_099, lookupKey: key } as const;
  await addPlanPrice(db, { ...price, creditsPerMonth: 1_300, from: new Date() });
  expect(await sync()).toEqual([`~ price ${key}: 1099 usd a month`]);
  expect(await sync()).toEqual([]);
  const [now] = (await stripe.prices.list({ lookup_keys: [key] })).data;
  const sold = async (id = "") => {
    const rows = db.select({ price: planPrices }).from(stripePrices);
    return (
      await rows.innerJoin(planPrices, eq(planPrices.id, stripePrices.planPrice)).where(eq(stripePrices.id, id))
    )[0];
  };
  expect(await sold(old?.id)).toMatchObject({ price: { creditsPerMonth: 1_200 } });
  expect(await sold(now?.id)).toMatchObject({ price: { creditsPerMonth: 1_300 } });
});

test("a crash between Stripe and the database is made good, and a retired price is archived", async () => {
  await db.delete(stripePrices);
  expect(await sync()).toEqual([]);
  expect(await findMissingPrices(url, false)).toBeNull();
  const [year] = await db.select().from(planPrices).where(eq(planPrices.interval, "year"));
  if (year === undefined) throw new Error("The sample has no price by the year");
  const { id: _, ...row } = year;
  await addPlanPrice(db, { ...row, from: new Date(), retiredAt: new Date() });
  expect(await sync()).toEqual(["- price purse-pro-year-usd: archived"]);
  expect(await sync()).toEqual([]);
});

test("the customer portal follows the settings", async () => {
  expect(await sync({ termsUrl: "https://example.com/terms" })).toEqual(["~ customer portal"]);
  const { data } = await stripe.billingPortal.configurations.list({ active: true });
  expect(data).toMatchObject([
    {
      features: {
        subscription_update: { enabled: false },
        subscription_cancel: { enabled: true, mode: "at_period_end" },
      },
    },
  ]);
});
