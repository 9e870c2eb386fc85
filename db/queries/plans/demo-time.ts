import { and, eq, gt, isNull, lte } from "drizzle-orm";
import type { Tx } from "../../client.ts";
import { creditAccounts, creditBatches } from "../../schema/credits.ts";
import { planMonths } from "../../schema/subscriptions.ts";

/** A demonstration's time: `at` is as late as it is meant to be, `now` is the database's clock. */
interface DemoTime {
  at: Date;
  now: Date;
}

/** Lets plan credits that end by the demonstration's time end now. The account is locked. Index: credit_batches_pkey. */
export async function endPlanBatches(tx: Tx, account: string, { at, now }: DemoTime): Promise<void> {
  const b = creditBatches;
  await tx
    .update(b)
    .set({ expiresAt: now })
    .where(and(eq(b.accountId, account), eq(b.source, "plan"), gt(b.expiresAt, now), lte(b.expiresAt, at)));
}

/** Lets paid months that are due by the demonstration's time be due now. The account is locked. Index: plan_months_due. */
export async function letMonthsBeDue(tx: Tx, account: string, { at, now }: DemoTime): Promise<void> {
  const m = planMonths;
  const due = await tx
    .update(m)
    .set({ dueAt: now })
    .where(and(eq(m.accountId, account), isNull(m.doneAt), gt(m.dueAt, now), lte(m.dueAt, at)))
    .returning({ seat: m.seat });
  if (due.length > 0) await tx.update(creditAccounts).set({ planDueAt: now }).where(eq(creditAccounts.id, account));
}
