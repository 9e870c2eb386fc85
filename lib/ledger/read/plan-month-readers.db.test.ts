import { expect, test } from "vitest";
import { bringPlanUpToDate } from "#lib/billing/plans/bring-plan-up-to-date.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readLiveBatches } from "#lib/ledger/read/batches.ts";
import { testDatabase } from "#testing/database.ts";
import { lineOf, openPlans } from "#testing/plans.ts";

const { db, owner } = await testDatabase();
const plans = await openPlans(db);

test("readers at the same moment all have a month that is due: each of a page's parts", async () => {
  const { account, customer } = await plans.newPayer();
  const startedAt = new Date();
  const periodEnd = addMonths(startedAt, 12);
  const subscription = plans.subscribe(customer, { startedAt, price: "price_pro_year", periodEnd });
  plans.bill(subscription, [lineOf(startedAt, periodEnd, { price: "price_pro_year", amountCents: 9_588 })]);
  await bringPlanUpToDate(db, subscription.id, plans.reads);
  for (const months of [2, 3, 4]) {
    await owner`update plan_months set due_at = now() - interval '1 minute' where account_id = ${account} and month_start in (
      select month_start from plan_months where account_id = ${account} and done_at is null order by due_at limit 1)`;
    await owner`update credit_accounts set plan_due_at = now() - interval '1 minute' where id = ${account}`;
    const read = await Promise.all([1, 2, 3].flatMap(() => [available(account), inBatches(account)]));
    expect(read).toEqual(Array.from({ length: 6 }, () => months * 1_200));
  }
});

async function available(account: string) {
  return (await readBalance(db, account))?.available;
}

async function inBatches(account: string) {
  return (await readLiveBatches(db, account)).batches.reduce((sum, { remaining }) => sum + remaining, 0);
}
