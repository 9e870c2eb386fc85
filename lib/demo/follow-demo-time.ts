import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import { endPlanBatches, letMonthsBeDue } from "#db/queries/plans/demo-time.ts";
import { readAccountOfCustomer, readSubscriptionRows } from "#db/queries/plans/subscriptions.ts";
import { bringPlanUpToDate } from "#lib/billing/plans/bring-plan-up-to-date.ts";
import { commitDue } from "#lib/ledger/commit/commit-due.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { announceAccount } from "#lib/live/announce.ts";

/**
 * Follows the demonstration's clock, which moves the time of one customer at the fake Stripe: `moved` is the customer's id and
 * the time there in seconds, null when no clock was moved. The plan's credits that have ended by then end now, and months that
 * are due by then are granted now, so that a year can be watched in a minute. Everything else keeps our time.
 */
export async function followDemoTime(db: Db, moved: string | null): Promise<void> {
  const [customer = "", seconds] = (moved ?? "").split(" ");
  const account = seconds === undefined ? null : await readAccountOfCustomer(db, customer);
  if (account === null) return;
  for (const { id } of await readSubscriptionRows(db, account)) await bringPlanUpToDate(db, id);
  const at = new Date(Number(seconds) * 1000);
  await inTransaction(db, async (tx) => {
    await lockAccounts(tx, [account]);
    const now = await readClock(tx);
    await endPlanBatches(tx, account, { at, now });
    await letMonthsBeDue(tx, account, { at, now });
  });
  await commitDue(db, [account], { wait: true });
  await announceAccount(db, account);
}
