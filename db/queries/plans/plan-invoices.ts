import { eq, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { creditAccounts } from "../../schema/credits.ts";
import { planInvoices, planMonths, planTrials } from "../../schema/subscriptions.ts";

/** Invoices of a subscription whose lines were turned into months. Index: plan_invoices_by_subscription. */
export async function readRecordedInvoices(db: DbOrTx, subscriptionId: string): Promise<Set<string>> {
  const i = planInvoices;
  const rows = await db.select({ id: i.id }).from(i).where(eq(i.subscriptionId, subscriptionId));
  return new Set(rows.map(({ id }) => id));
}

/** Adds an invoice. False when another process was first: then its months are there too. Index: plan_invoices_pkey. */
export async function insertPlanInvoice(tx: Tx, invoice: typeof planInvoices.$inferInsert): Promise<boolean> {
  return (await tx.insert(planInvoices).values(invoice).onConflictDoNothing().returning()).length === 1;
}

/** Adds the months of an invoice, and wakes their accounts when the first is due. Indexes: plan_months_pkey, credit_accounts_pkey. */
export async function insertPlanMonths(tx: Tx, months: readonly (typeof planMonths.$inferInsert)[]): Promise<void> {
  if (months.length === 0) return;
  await tx.insert(planMonths).values([...months]);
  // Always in the order of accounts, as commits lock them.
  const byAccount = [...Map.groupBy(months, ({ accountId }) => accountId)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [account, own] of byAccount) {
    const due = new Date(Math.min(...own.map(({ dueAt }) => dueAt.getTime())));
    await tx
      .update(creditAccounts)
      .set({ planDueAt: sql`least(${creditAccounts.planDueAt}, ${due.toISOString()}::timestamptz)` })
      .where(eq(creditAccounts.id, account));
  }
}

/** Takes the trial of a person and a card for an invoice; false when either had one before. Indexes: plan_trials_pkey, plan_trials_card_once. */
export async function takePlanTrial(tx: Tx, trial: typeof planTrials.$inferInsert): Promise<boolean> {
  return (await tx.insert(planTrials).values(trial).onConflictDoNothing().returning()).length === 1;
}
