import fc from "fast-check";
import { expect, test } from "vitest";
import { readClock } from "#db/queries/clock.ts";
import { bookAllDue } from "#lib/jobs/book-due.ts";
import { verify } from "#lib/ledger/audit/verify.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { testDatabase } from "#testing/database.ts";
import { beginLife } from "#testing/plan-life.ts";
import { type Life, lives } from "#testing/plan-steps.ts";
import { openPlans } from "#testing/plans.ts";
import { seeded } from "#testing/seed.ts";
import { bringPlanUpToDate } from "./bring-plan-up-to-date.ts";
import { reconcileSubscriptions } from "./reconcile-subscriptions.ts";

const { db, owner } = await testDatabase();
const plans = await openPlans(db);

/** How many events about each step arrive, and how many of them at once; 0: all are lost. */
const arrivals = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 11, maxLength: 11 });

test("random lives: events in any order and number, or lost, grant exactly what each paid line's rule says", async () => {
  await fc.assert(
    fc.asyncProperty(lives, arrivals, async (life, arrive) => {
      const now = await readClock(db);
      const orderly = await live({ life, now, arrive: arrive.map(() => 1) });
      const chaotic = await live({ life, now, arrive });
      expect(chaotic.grants).toEqual(orderly.grants);
      expect(chaotic.available).toBe(orderly.available);
      expect(orderly.byInvoice).toEqual(orderly.expected);
      expect(chaotic.byInvoice).toEqual(chaotic.expected);
    }),
    seeded(12),
  );
  expect((await verify(db)).filter(({ breach }) => breach !== null)).toEqual([]);
});

/** Lives a life whose events arrive so often after each step; what was lost is found by the scheduler. */
async function live({ life, now, arrive }: { life: Life; now: Date; arrive: number[] }) {
  const { account, customer } = await plans.newPayer();
  const own = beginLife(plans, { customer, life, now });
  const bring = (times: number) =>
    Promise.all(Array.from({ length: times }, () => bringPlanUpToDate(db, own.subscription(), plans.reads)));
  // The order's page brings the plan at least once.
  await bring(Math.max(1, arrive[0] ?? 1));
  for (const [index, step] of life.steps.entries()) {
    own.take(step);
    await bring(arrive[index + 1] ?? 1);
  }
  await owner`update subscriptions set read_at = now() - interval '7 hours' where id = ${own.subscription()}`;
  await Promise.all([reconcileSubscriptions(db, plans.reads), bookAllDue(db)]);
  // What a subscription that has ended left behind is found by its order's last event.
  await bring(1);
  const months =
    await owner`select invoice_id, seat, month_start, credits from plan_months where account_id = ${account}`;
  const byInvoice = new Map(
    months.map((one) => [`${one.invoice_id}:${one.seat}:${one.month_start.toISOString()}`, one.credits]),
  );
  const grants = months
    .map(({ seat, month_start, credits }) => `${seat} ${month_start.toISOString()} ${credits}`)
    .sort();
  return { byInvoice, expected: own.expected, grants, available: (await readBalance(db, account))?.available };
}
