import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { creditBatches, creditTransactions } from "#db/schema/credits.ts";
import { planMonths } from "#db/schema/subscriptions.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { lineOf, openPlans } from "#testing/plans.ts";
import { bringPlanUpToDate } from "./bring-plan-up-to-date.ts";

const { db } = await testDatabase();
const { bill, subscribe, newPayer, reads } = await openPlans(db);
const dayMs = 24 * 60 * 60 * 1000;

test("a proration that is read only after the plan began again today counts its own month, from the 31st", async () => {
  const { account, customer } = await newPayer();
  const [startedAt, end] = [new Date("2026-01-31T10:00:00.000Z"), new Date("2026-02-28T10:00:00.000Z")];
  const [at, again] = [new Date("2026-02-14T10:00:00.000Z"), new Date("2026-02-20T10:00:00.000Z")];
  const period = { periodStart: again, periodEnd: addMonths(again, 1) };
  const subscription = subscribe(customer, { startedAt, anchor: again, ...period });
  bill(subscription, [lineOf(startedAt, end)]);
  const change = { proration: true, givesBack: false, price: "price_max", amountCents: 500 };
  bill(subscription, [
    lineOf(at, end, { proration: true, givesBack: true, amountCents: -500 }),
    lineOf(at, end, change),
  ]);
  bill(subscription, [lineOf(again, period.periodEnd)]);
  await bring(subscription.id);
  const months = await db
    .select()
    .from(planMonths)
    .where(eq(planMonths.accountId, account))
    .orderBy(planMonths.monthStart);
  expect(months.map(({ monthStart, credits }) => [monthStart, credits]).sort()).toEqual(
    [
      [startedAt, 1_200],
      [startedAt, 900],
      [again, 1_200],
    ].sort(),
  );
});

test("an operator's prorated upgrade grants, and the downgrade takes what remains of it", async () => {
  const { account, customer } = await newPayer();
  const startedAt = new Date(Date.now() - 10 * dayMs);
  const subscription = subscribe(customer, { startedAt });
  const { periodStart, periodEnd } = subscription;
  const now = new Date(Math.round((periodStart.getTime() * 3 + periodEnd.getTime()) / 4));
  const change = (from: string, to: string) => [
    lineOf(now, periodEnd, { price: from, amountCents: -600, proration: true, givesBack: true }),
    lineOf(now, periodEnd, { price: to, amountCents: 900, proration: true }),
  ];
  bill(subscription, [lineOf(periodStart, periodEnd)]);
  bill(subscription, change("price_pro", "price_max"));
  await bring(subscription.id);
  const batches = db.select().from(creditBatches).where(eq(creditBatches.accountId, account));
  expect((await batches.orderBy(asc(creditBatches.number))).map(({ granted }) => granted)).toEqual([1_200, 1_350]);
  await commitOne(db, spendOf(account, 1_000));
  bill(subscription, change("price_max", "price_pro"));
  for (let time = 0; time < 2; time += 1) await bring(subscription.id);
  expect((await readBalance(db, account))?.available).toBe(1_200 + 1_350 - 1_000 - 1_350);
  const lines = db.select().from(creditTransactions).where(eq(creditTransactions.accountId, account));
  expect((await lines.orderBy(asc(creditTransactions.version))).at(-1)).toMatchObject({
    type: "revoke",
    amount: -1_350,
    reason: "Pro, plan changed",
  });
  await commitOne(db, spendOf(account, 200));
  bill(subscription, change("price_max", "price_pro"));
  await bring(subscription.id);
  expect((await readBalance(db, account))?.available, "only what remains is taken").toBe(0);
  bill(subscription, change("price_max", "price_pro"));
  await bring(subscription.id);
  await expectInvariants(db);
});

function bring(id: string) {
  return bringPlanUpToDate(db, id, reads);
}
