import { and, desc, eq, isNotNull, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { creditAccounts } from "../../schema/credits.ts";
import { planInvoices, planMonths, planTrials, subscriptions } from "../../schema/subscriptions.ts";

/** Invoices of a subscription whose lines were turned into months. Index: plan_invoices_by_subscription. */
export async function readRecordedInvoices(db: DbOrTx, subscriptionId: string): Promise<Set<string>> {
  const i = planInvoices;
  const rows = await db.select({ id: i.id }).from(i).where(eq(i.subscriptionId, subscriptionId));
  return new Set(rows.map(({ id }) => id));
}

/** The payer of a recorded invoice; null when it was not recorded. Index: plan_invoices_pkey. */
export async function readPayerOfInvoice(db: DbOrTx, id: string): Promise<string | null> {
  const [i, s] = [planInvoices, subscriptions];
  const [row] = await db
    .select({ payer: s.userId })
    .from(i)
    .innerJoin(s, eq(s.id, i.subscriptionId))
    .where(eq(i.id, id));
  return row?.payer ?? null;
}

/**
 * What the newest recorded invoice that pays for a subscription up to an instant paid for: the id of the plan price; null
 * when none is known. Index: plan_invoices_by_subscription.
 */
export async function readPaidPrice(
  db: DbOrTx,
  { subscriptionId, periodEnd }: { subscriptionId: string; periodEnd: Date },
): Promise<string | null> {
  const i = planInvoices;
  const [row] = await db
    .select({ planPrice: i.planPrice })
    .from(i)
    .where(and(eq(i.subscriptionId, subscriptionId), eq(i.periodEnd, periodEnd), isNotNull(i.planPrice)))
    .orderBy(desc(i.createdAt), desc(i.recordedAt))
    .limit(1);
  return row?.planPrice ?? null;
}

/** The anchors of a subscription's recorded invoices, the newest first. Index: plan_invoices_by_subscription. */
export async function readAnchors(db: DbOrTx, subscriptionId: string): Promise<Date[]> {
  const i = planInvoices;
  const rows = await db
    .select({ anchor: i.anchor })
    .from(i)
    .where(eq(i.subscriptionId, subscriptionId))
    .groupBy(i.anchor)
    .orderBy(desc(i.anchor));
  return rows.map(({ anchor }) => anchor);
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
