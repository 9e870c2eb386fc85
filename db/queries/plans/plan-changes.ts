import { and, eq } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { planChanges } from "../../schema/plan-changes.ts";

/** A person's request to change what a subscription buys. */
export type PlanChangeRow = typeof planChanges.$inferSelect;

/** A person's change of a key. Index: plan_changes_key_once. */
export async function readPlanChangeOfKey(
  db: DbOrTx,
  key: Pick<PlanChangeRow, "userId" | "keyScope" | "idempotencyKey">,
): Promise<PlanChangeRow | null> {
  const c = planChanges;
  const [row] = await db
    .select()
    .from(c)
    .where(and(eq(c.userId, key.userId), eq(c.keyScope, key.keyScope), eq(c.idempotencyKey, key.idempotencyKey)));
  return row ?? null;
}

/** The change of a subscription that is being carried out; null when none is. Index: plan_changes_open_once. */
export async function readOpenPlanChange(db: DbOrTx, subscriptionId: string): Promise<PlanChangeRow | null> {
  const c = planChanges;
  const [row] = await db
    .select()
    .from(c)
    .where(and(eq(c.subscriptionId, subscriptionId), eq(c.status, "open")));
  return row ?? null;
}

/** Adds a change before Stripe is asked. */
export async function insertPlanChange(tx: Tx, change: typeof planChanges.$inferInsert): Promise<PlanChangeRow> {
  const [row] = await tx.insert(planChanges).values(change).returning();
  if (row === undefined) throw new Error("insertPlanChange: the database answered no row");
  return row;
}

/** Begins a failed change again. Index: plan_changes_pkey. */
export async function reopenPlanChange(tx: Tx, id: string, begunAt: Date): Promise<PlanChangeRow> {
  const c = planChanges;
  const [row] = await tx.update(c).set({ status: "open", begunAt }).where(eq(c.id, id)).returning();
  if (row === undefined) throw new Error(`reopenPlanChange: there is no change ${id}`);
  return row;
}

/** Records how an open change ended; an ended one stays as it is. Index: plan_changes_pkey. */
export async function endPlanChange(
  db: DbOrTx,
  id: string,
  status: Exclude<PlanChangeRow["status"], "open">,
): Promise<void> {
  const c = planChanges;
  await db
    .update(c)
    .set({ status })
    .where(and(eq(c.id, id), eq(c.status, "open")));
}
