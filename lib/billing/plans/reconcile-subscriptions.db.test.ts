import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { readClock } from "#db/queries/clock.ts";
import { creditBatches } from "#db/schema/credits.ts";
import { subscriptions } from "#db/schema/subscriptions.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { testDatabase } from "#testing/database.ts";
import { lineOf, openPlans } from "#testing/plans.ts";
import { bringPlanUpToDate } from "./bring-plan-up-to-date.ts";
import { reconcileSubscriptions } from "./reconcile-subscriptions.ts";

const { db, owner } = await testDatabase();
const { bill, subscribe, newPayer, reads } = await openPlans(db);

function bring(id: string) {
  return bringPlanUpToDate(db, id, reads);
}

test("a subscription of another account or mode, and one that Stripe does not know, change nothing", async () => {
  const stranger = subscribe("cus_of_nobody");
  expect(await bring(stranger.id)).toMatchObject({ status: "not-ours", reason: expect.stringContaining("no account") });
  const { customer } = await newPayer();
  expect(await bring(subscribe(customer, { livemode: true }).id)).toMatchObject({ status: "not-ours" });
  expect(await bring("sub_none")).toMatchObject({ status: "not-ours" });
  const ids = await db.select({ id: subscriptions.id }).from(subscriptions);
  expect(ids.map(({ id }) => id)).not.toContain(stranger.id);
});

test("an older reading never overwrites a later one", async () => {
  const { customer } = await newPayer();
  const subscription = subscribe(customer);
  await bring(subscription.id);
  await owner`update subscriptions set read_at = now() + interval '1 hour', status = 'past_due' where id = ${subscription.id}`;
  await bring(subscription.id);
  const [row] = await db.select().from(subscriptions).where(eq(subscriptions.id, subscription.id));
  expect(row?.status).toBe("past_due");
});

test("the job finds a renewal that no event told of, after three periods without us", async () => {
  const { account, customer } = await newPayer();
  const startedAt = addMonths(await readClock(db), -3);
  const subscription = subscribe(customer, { startedAt });
  bill(subscription, [lineOf(startedAt, addMonths(startedAt, 1))]);
  await bring(subscription.id);
  for (const count of [1, 2, 3])
    bill(subscription, [lineOf(addMonths(startedAt, count), addMonths(startedAt, count + 1))]);
  await owner`update subscriptions set read_at = now() - interval '10 minutes' where id = ${subscription.id}`;
  await reconcileSubscriptions(db, reads);
  const batches = await db.select().from(creditBatches).where(eq(creditBatches.accountId, account));
  expect(batches).toHaveLength(4);
});

test("neither the app nor the owner can delete prices and invoices", async () => {
  for (const table of ["plan_prices", "plan_invoices"]) {
    await expect(db.$client.unsafe(`delete from ${table}`)).rejects.toThrow("permission denied");
    await expect(owner.unsafe(`delete from ${table}`)).rejects.toThrow("only ever inserted");
  }
});
