import { expect, test } from "vitest";
import type { InvoiceMoney } from "#lib/billing/stripe/invoice-money.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { commitDue } from "#lib/ledger/commit/commit-due.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { lineOf, openPlans } from "#testing/plans.ts";
import { bringInvoiceUpToDate } from "./bring-invoice-up-to-date.ts";

const { db, owner } = await testDatabase();
const plans = await openPlans(db);

test("a year refunded in month 3 takes the months to come first, from the last, and then what was granted", async () => {
  const { account, invoice } = await subscribed("price_pro_year", 2);
  const [first] = await batchesOf(account);
  expect(first).toMatchObject({ granted: 1_200 });
  await commitOne(db, spendOf(account, 3_400));
  expect(await granted(account)).toBe(3);
  await bring(invoice, { returnedCents: 2_397 });
  expect(await monthsOf(invoice)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1_200, 1_200, 1_200]);
  expect(await readBalance(db, account)).toMatchObject({ available: 200 });

  await bring(invoice, { returnedCents: 9_588 });
  expect(await monthsOf(invoice)).toEqual(Array.from({ length: 12 }, () => 1_200));
  expect(await readBalance(db, account)).toMatchObject({ available: 0, debt: 3_400 });

  // The refund fails: every credit is as it was, and the months to come are due at their moments again.
  await bring(invoice, { returnedCents: 0 });
  expect(await monthsOf(invoice)).toEqual(Array.from({ length: 12 }, () => 0));
  expect(await readBalance(db, account)).toMatchObject({ available: 200 });
  await expectInvariants(db);
});

test("a month that falls due while it is disputed is granted when the dispute is won, for 7 days at least", async () => {
  const { account, invoice } = await subscribed("price_pro_year", 0);
  await bring(invoice, { disputedCents: 9_588, dispute: "open" });
  await passMonths(account, invoice, 2);
  expect(await granted(account)).toBe(1);
  await bring(invoice, { disputedCents: 0, dispute: "none" });
  expect(await granted(account)).toBe(3);
  const late = (await batchesOf(account))[1];
  expect((late?.expires_at ?? 0) - (late?.granted_at ?? 0)).toBeGreaterThanOrEqual(7 * 24 * 60 * 60 * 1000 - 1);
  await expectInvariants(db);
});

test("a month of which a part was returned is granted when it is due, and that part is taken at once", async () => {
  const { account, invoice } = await subscribed("price_pro_year", 0);
  // 1 of 24 half months: 600 of the last month.
  await bring(invoice, { returnedCents: 399 });
  await passMonths(account, invoice, 12);
  const batches = await batchesOf(account);
  expect(batches.map(({ granted, target }) => [granted, target])).toEqual([
    ...Array.from({ length: 11 }, () => [1_200, null]),
    [1_200, 600],
  ]);
  expect(batches.at(-1)).toMatchObject({ taken_back: 600, remaining: 600 });
  await expectInvariants(db);
});

test("an upgrade that is refunded takes the credits of the upgrade alone, and debt is what was used of them", async () => {
  const { account, subscription } = await subscribed("price_pro", 0);
  const now = new Date();
  const upgrade = plans.bill(subscription, [
    lineOf(now, addMonths(now, 1), { price: "price_max", amountCents: 1_999 }),
  ]);
  await bring(upgrade.id, {});
  await commitOne(db, spendOf(account, 1_000));
  await bring(upgrade.id, { returnedCents: 1_999 });
  const batches = await batchesOf(account);
  expect(batches.map(({ granted, target }) => [granted, target])).toEqual([
    [1_200, null],
    [3_000, 3_000],
  ]);
  const [old, own] = batches;
  expect((old?.granted ?? 0) - (old?.remaining ?? 0) + (own?.owed ?? 0)).toBe(1_000);
  await expectInvariants(db);
});

test("seats share a return; what a member used is written off, and what the payer used is owed", async () => {
  const { account, invoice } = await subscribed("price_pro_year", 0, { seats: 2 });
  const { account: member } = await plans.newPayer();
  await owner`update plan_months set account_id = ${member} where invoice_id = ${invoice} and seat = 2 and done_at is null`;
  await passMonths(member, invoice, 1);
  expect(await granted(member)).toBe(1);
  for (const [who, used] of [
    [account, 1_500],
    [member, 500],
  ] as const)
    await commitOne(db, spendOf(who, used));
  await bring(invoice, { returnedCents: 2 * 9_588 });
  expect(await readBalance(db, account)).toMatchObject({ available: 0, debt: 1_500 });
  expect(await readBalance(db, member)).toMatchObject({ available: 0 });
  expect(await batchesOf(member)).toMatchObject([{ target: 1_200, taken_back: 700, owed: 0, forgiven: 500 }]);
  await bring(invoice, { returnedCents: 0 });
  expect(await readBalance(db, member)).toMatchObject({ available: 700 });
  expect(await batchesOf(member)).toMatchObject([{ target: 0, owed: 0, forgiven: 0 }]);
  await expectInvariants(db);
});

test("an invoice of 0 through a coupon loses nothing, whatever is noted", async () => {
  const { account, invoice } = await subscribed("price_pro", 0, { totalCents: 0 });
  await bring(invoice, { returnedCents: 500 });
  expect(await readBalance(db, account)).toMatchObject({ available: 1_200 });
  expect(await monthsOf(invoice)).toEqual([0]);
});

test("a credit note from before the payment lowers what was paid, and the share of a return counts from there", async () => {
  const { account, invoice } = await subscribed("price_pro", 0);
  await bring(invoice, { paidCents: 500, returnedCents: 250 });
  expect(await readBalance(db, account)).toMatchObject({ available: 600 });
});

test("20 times at once in any order of readings, a return is taken once, and an older reading changes nothing", async () => {
  const { account, invoice } = await subscribed("price_pro", 0);
  plans.setMoney(invoice, { returnedCents: 500 });
  await Promise.all(Array.from({ length: 20 }, () => bringInvoiceUpToDate(db, invoice, plans.paymentReads)));
  expect(await batchesOf(account)).toMatchObject([{ target: 601, taken_back: 601 }]);
  await expectInvariants(db);
});

test("money that is returned before the invoice's own event grants first", async () => {
  const { account, customer } = await plans.newPayer();
  const subscription = plans.subscribe(customer);
  const { id } = plans.bill(subscription, [lineOf(subscription.periodStart, subscription.periodEnd)]);
  await bring(id, { returnedCents: 999 });
  expect(await batchesOf(account)).toMatchObject([{ granted: 1_200, taken_back: 1_200 }]);
});

test("an invoice that is not a plan's, not paid or unknown to Stripe changes nothing", async () => {
  const { customer } = await plans.newPayer();
  const subscription = plans.subscribe(customer);
  const line = lineOf(subscription.periodStart, subscription.periodEnd);
  const other = plans.bill(subscription, [line], { subscription: null });
  const open = plans.bill(subscription, [line], { paid: false });
  expect(await bring(other.id, { returnedCents: 1 })).toMatchObject({ status: "not-ours", customer });
  expect(await bring(open.id, { returnedCents: 1 })).toEqual({ status: "up-to-date", payments: [] });
  expect(await bring("in_unknown", {})).toMatchObject({ status: "not-ours", customer: null });
});

/** A plan that began so many months ago, with its first invoice, up to date. */
async function subscribed(
  price: "price_pro" | "price_pro_year",
  monthsAgo: number,
  { seats = 1, ...changes }: { totalCents?: number; seats?: number } = {},
) {
  const { account, customer } = await plans.newPayer();
  const startedAt = new Date(addMonths(new Date(), -monthsAgo).getTime() - 60_000);
  const isYear = price === "price_pro_year";
  const periodEnd = addMonths(startedAt, isYear ? 12 : 1);
  const subscription = plans.subscribe(customer, { price, startedAt, periodEnd, quantity: seats });
  const line = lineOf(startedAt, periodEnd, { price, quantity: seats, amountCents: seats * (isYear ? 9_588 : 999) });
  const { id: invoice } = plans.bill(subscription, [line], changes);
  await bring(invoice, {});
  return { account, invoice, subscription };
}

async function bring(invoice: string, money: Partial<InvoiceMoney>) {
  plans.setMoney(invoice, money);
  return await bringInvoiceUpToDate(db, invoice, plans.paymentReads);
}

/** Lets the moments of the next months come now. */
async function passMonths(account: string, invoice: string, months: number) {
  const due = await owner`select month_start from plan_months where invoice_id = ${invoice} and done_at is null
    and account_id = ${account} order by month_start limit ${months}`;
  for (const { month_start } of due)
    await owner`update plan_months set due_at = now() - interval '1 second' where invoice_id = ${invoice} and month_start = ${month_start} and account_id = ${account}`;
  await owner`update credit_accounts set plan_due_at = (select min(due_at) from plan_months
    where account_id = ${account} and done_at is null and returned <> credits) where id = ${account}`;
  await commitDue(db, [account], { wait: true });
}

async function monthsOf(invoice: string): Promise<number[]> {
  const rows = await owner`select returned from plan_months where invoice_id = ${invoice} order by month_start`;
  return rows.map(({ returned }) => Number(returned));
}

async function granted(account: string): Promise<number> {
  return (await batchesOf(account)).length;
}

async function batchesOf(account: string) {
  const rows =
    await owner`select granted, remaining, target, taken_back, owed, forgiven, granted_at, expires_at from credit_batches
    where account_id = ${account} order by number`;
  return rows.map((row) => ({
    granted: Number(row.granted),
    remaining: Number(row.remaining),
    target: row.target === null ? null : Number(row.target),
    taken_back: Number(row.taken_back),
    owed: Number(row.owed),
    forgiven: Number(row.forgiven),
    granted_at: row.granted_at.getTime(),
    expires_at: row.expires_at.getTime(),
  }));
}
