import { fork } from "node:child_process";
import { join } from "node:path";
import { asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { creditBatches } from "#db/schema/credits.ts";
import { planMonths } from "#db/schema/subscriptions.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { bookAllDue } from "#lib/jobs/book-due.ts";
import { verify } from "#lib/ledger/audit/verify.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readLiveBatches } from "#lib/ledger/read/batches.ts";
import { spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { lineOf, openPlans } from "#testing/plans.ts";
import { bringPlanUpToDate } from "./bring-plan-up-to-date.ts";
import { readPlan } from "./read-plan.ts";
import { reconcileSubscriptions } from "./reconcile-subscriptions.ts";

const { db, owner } = await testDatabase();
const plans = await openPlans(db);
const { bill, subscribe, newPayer, reads } = plans;
const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

function batchesOf(account: string) {
  return db.select().from(creditBatches).where(eq(creditBatches.accountId, account)).orderBy(asc(creditBatches.number));
}

function bring(id: string) {
  return bringPlanUpToDate(db, id, reads);
}

test("a paid month is granted once, ends 6 hours after it, and any number of calls change nothing more", async () => {
  const { account, customer } = await newPayer();
  const subscription = subscribe(customer);
  const { periodStart, periodEnd } = subscription;
  expect(await bring(subscription.id)).toEqual({ status: "up-to-date", account, unsettled: [] });
  expect(await batchesOf(account), "no event about a subscription grants").toEqual([]);
  bill(subscription, [lineOf(periodStart, periodEnd)]);
  for (let time = 0; time < 3; time += 1) await bring(subscription.id);
  const expiresAt = new Date(periodEnd.getTime() + 6 * hourMs);
  expect(await batchesOf(account)).toMatchObject([
    { kind: "subscription", granted: 1_200, source: "plan", label: "Pro", expiresAt },
  ]);
  expect(await breaches()).toEqual([]);
});

test("a renewal adds a batch and changes no old one, and one that comes late is valid for 7 days", async () => {
  const { account, customer } = await newPayer();
  const startedAt = addMonths(new Date(), -2);
  const subscription = subscribe(customer, { startedAt });
  for (const count of [0, 1, 2])
    bill(subscription, [lineOf(addMonths(startedAt, count), addMonths(startedAt, count + 1))]);
  await bring(subscription.id);
  const batches = await batchesOf(account);
  expect(batches.map(({ granted }) => granted)).toEqual([1_200, 1_200, 1_200]);
  for (const late of batches.slice(0, 2)) expect(late.expiresAt?.getTime()).toBe(late.grantedAt.getTime() + 7 * dayMs);
  expect(batches[2]?.expiresAt).toEqual(new Date(addMonths(startedAt, 3).getTime() + 6 * hourMs));
});

test("20 times in parallel with the scheduler and a reader, an invoice is one grant", async () => {
  const { account, customer } = await newPayer();
  const subscription = subscribe(customer);
  bill(subscription, [lineOf(subscription.periodStart, subscription.periodEnd)]);
  const calls = Array.from({ length: 20 }, () => bring(subscription.id));
  await Promise.all([...calls, bookAllDue(db), readBalance(db, account), bookAllDue(db)]);
  expect(await batchesOf(account)).toHaveLength(1);
  expect(await readBalance(db, account)).toMatchObject({ version: 1, available: 1_200 });
});

test("a year grants its first month at once and the others at their moment by the scheduler", async () => {
  const { account, months } = await yearOf();
  expect(await batchesOf(account)).toHaveLength(1);
  const second = (await months()).find(({ doneAt }) => doneAt === null);
  expect((await readPlan(db, account))?.nextCredits).toEqual({ at: second?.dueAt, amount: 1_200 });
  expect((await months()).filter(({ doneAt }) => doneAt === null)).toHaveLength(11);
  await makeDue(account, 2);
  await Promise.all([bookAllDue(db), bookAllDue(db)]);
  expect((await batchesOf(account)).map(({ granted }) => granted)).toEqual([1_200, 1_200, 1_200]);
  expect(await breaches()).toEqual([]);
});

test.each([
  ["the balance is read", async (account: string) => expect((await readBalance(db, account))?.available).toBe(2_400)],
  [
    "its batches are read",
    async (account: string) => expect((await readLiveBatches(db, account)).batches).toHaveLength(2),
  ],
  [
    "it spends",
    async (account: string) =>
      expect(await commitOne(db, spendOf(account, 2_000))).toMatchObject({ transaction: { balanceAfter: 400 } }),
  ],
])("a month that the scheduler has not granted yet is there before %s", async (_what, use) => {
  const { account } = await yearOf();
  await makeDue(account, 1);
  await use(account);
  expect(await batchesOf(account)).toHaveLength(2);
});

test("another process with the scheduler, readers, spends and repeated events grant each month once", async () => {
  const { account, subscription } = await yearOf();
  await makeDue(account, 11);
  const other = fork(join(process.cwd(), "testing/keep-booked-process.ts"), {
    execArgv: ["--conditions=react-server"],
  });
  try {
    const calls = [1, 2, 3].flatMap(() => [bookAllDue(db), bring(subscription.id), readBalance(db, account)]);
    await Promise.all([...calls, commitOne(db, spendOf(account, 100))]);
    await expect.poll(async () => (await batchesOf(account)).length).toBe(12);
    // What the other process began has ended too.
    await bookAllDue(db);
    expect((await readBalance(db, account))?.available).toBe(12 * 1_200 - 100);
    expect(await breaches()).toEqual([]);
  } finally {
    other.kill();
  }
});

test("months of a paid year keep coming after the subscription has ended", async () => {
  const { account, subscription } = await yearOf();
  plans.objects.subscriptions.set(subscription.id, { ...subscription, status: "canceled", endedAt: new Date() });
  await bring(subscription.id);
  expect((await readPlan(db, account))?.nextCredits?.amount, "its paid months still come").toBe(1_200);
  await makeDue(account, 1);
  await bookAllDue(db);
  expect(await batchesOf(account)).toHaveLength(2);
});

test("a trial grants its credits once for each person and each card, and none without a card", async () => {
  const begin = (customer: string, card: string | null) => {
    const trialEnd = new Date(Date.now() + 7 * dayMs);
    const trial = subscribe(customer, { status: "trialing", periodEnd: trialEnd, anchor: trialEnd, trialEnd, card });
    bill(trial, [lineOf(trial.periodStart, trialEnd, { amountCents: 0 })]);
    return trial;
  };
  const [one, two, three] = [await newPayer(), await newPayer(), await newPayer()];
  await bring(begin(one.customer, "card_same").id);
  const [batch] = await batchesOf(one.account);
  expect(batch).toMatchObject({ granted: 20, label: "Pro, trial" });
  await bring(begin(one.customer, "card_other").id);
  await bring(begin(two.customer, "card_same").id);
  await bring(begin(three.customer, null).id);
  expect(await Promise.all([one, two, three].map(async ({ account }) => (await batchesOf(account)).length))).toEqual([
    1, 0, 0,
  ]);
});

test.each([
  ["an unknown price", { lines: { price: "price_else" }, invoice: {} }, "price_else, which is not in the catalogue"],
  ["another currency", { lines: {}, invoice: { currency: "eur" } }, "is in eur, but its price price_pro in usd"],
  ["a thousand seats", { lines: { quantity: 1_000 }, invoice: {} }, "bills 1000 seats"],
])("an invoice of %s grants nothing, waits for an operator, and grants once it is known", async (_what, of, says) => {
  const { account, customer } = await newPayer();
  const subscription = subscribe(customer);
  const whole = lineOf(subscription.periodStart, subscription.periodEnd, of.lines);
  const item = lineOf(subscription.periodStart, subscription.periodEnd, { price: null, ofSubscription: false });
  const invoice = bill(subscription, [item, whole], of.invoice);
  const unsettled = [{ invoice: invoice.id, reason: expect.stringContaining(says) }];
  expect(await bring(subscription.id)).toMatchObject({ unsettled });
  expect(await batchesOf(account)).toEqual([]);
  await owner`update subscriptions set read_at = now() - interval '7 hours' where id = ${subscription.id}`;
  expect(await reconcileSubscriptions(db, reads)).toBe(1);
  const kept = await owner`select unsettled_reason from stripe_events where object_id = ${invoice.id}`;
  expect(kept).toMatchObject([{ unsettled_reason: expect.stringContaining(says) }]);
  bill(subscription, [lineOf(subscription.periodStart, subscription.periodEnd)], { id: invoice.id });
  await bring(subscription.id);
  expect((await batchesOf(account)).map(({ granted }) => granted)).toEqual([1_200]);
});

test("verification names a month that is missing, one that is too much, and one that is late", async () => {
  const { account } = await yearOf();
  const named = async () => (await breaches()).map(({ invariant, breach }) => [invariant, breach]);
  await owner`update plan_months set credits = 1300 where account_id = ${account} and done_at is not null`;
  expect(await named()).toEqual([[11, expect.stringContaining("grants 1300, but 1200 were granted to account")]]);
  await owner`update plan_months set credits = 1200, done_at = null where account_id = ${account} and done_at is not null`;
  expect(await named()).toEqual([[11, expect.stringContaining("says that its next month of a plan is due at")]]);
  await owner`update plan_months set due_at = now() - interval '2 hours' where account_id = ${account} and month_start <= now()`;
  expect(await named()).toEqual([[11, expect.stringContaining("and not granted")]]);
  await makeDue(account, 1);
  await bookAllDue(db);
  expect(await named()).toEqual([]);
  await owner`delete from plan_months where account_id = ${account} and done_at is not null`;
  expect(await named()).toEqual([[11, expect.stringContaining("which no invoice says")]]);
  await owner`delete from plan_months where account_id = ${account}`;
});

/** A payer who has paid Pro for a year, today. */
async function yearOf() {
  const { account, customer } = await newPayer();
  const startedAt = new Date();
  const subscription = subscribe(customer, { startedAt, price: "price_pro_year", periodEnd: addMonths(startedAt, 12) });
  const whole = { price: "price_pro_year", amountCents: 9_588 };
  bill(subscription, [lineOf(startedAt, subscription.periodEnd, whole)]);
  await bring(subscription.id);
  const months = () => db.select().from(planMonths).where(eq(planMonths.accountId, account));
  return { account, subscription, months };
}

/** Lets the next months of an account become due, as time would. */
async function makeDue(account: string, count: number) {
  await owner`update plan_months set due_at = now() - interval '1 minute' where account_id = ${account} and (invoice_id, month_start) in (
    select invoice_id, month_start from plan_months where account_id = ${account} and done_at is null order by due_at limit ${count})`;
  await owner`update credit_accounts set plan_due_at = now() - interval '1 minute' where id = ${account}`;
}

async function breaches() {
  return (await verify(db)).filter(({ breach }) => breach !== null);
}
