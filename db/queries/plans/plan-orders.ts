import { and, asc, desc, eq, gt, inArray, isNull, lt, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { planOrders } from "../../schema/subscriptions.ts";

/** The order of a plan, with what its buyer was sold. */
export type PlanOrderRow = typeof planOrders.$inferSelect;

/** One order of any person, for the webhook and for reconciling. Index: plan_orders_pkey. */
export async function readPlanOrderRow(db: DbOrTx, id: string): Promise<PlanOrderRow | null> {
  const [row] = await db.select().from(planOrders).where(eq(planOrders.id, id));
  return row ?? null;
}

/** A person's order of a key. Index: plan_orders_key_once. */
export async function readPlanOrderOfKey(
  db: DbOrTx,
  key: Pick<PlanOrderRow, "userId" | "keyScope" | "idempotencyKey">,
): Promise<PlanOrderRow | null> {
  const o = planOrders;
  const [row] = await db
    .select()
    .from(o)
    .where(and(eq(o.userId, key.userId), eq(o.keyScope, key.keyScope), eq(o.idempotencyKey, key.idempotencyKey)));
  return row ?? null;
}

/** A person's orders since an instant, newest first, for the limit. Index: plan_orders_key_once, by person. */
export async function readPlanOrdersSince(db: DbOrTx, userId: string, since: Date): Promise<PlanOrderRow[]> {
  const o = planOrders;
  return await db
    .select()
    .from(o)
    .where(and(eq(o.userId, userId), gt(o.createdAt, since)))
    .orderBy(desc(o.createdAt));
}

/** A person's order that can still be paid; null when there is none. Index: plan_orders_open_once. */
export async function readOpenPlanOrder(db: DbOrTx, userId: string): Promise<PlanOrderRow | null> {
  const o = planOrders;
  const [row] = await db
    .select()
    .from(o)
    .where(and(eq(o.userId, userId), inArray(o.status, ["open", "processing"])));
  return row ?? null;
}

/** Orders that wait for payment and were not checked since an instant, oldest check first. No index: few wait. */
export async function readWaitingPlanOrders(db: DbOrTx, before: Date, limit: number): Promise<PlanOrderRow[]> {
  const o = planOrders;
  return await db
    .select()
    .from(o)
    .where(and(inArray(o.status, ["open", "processing"]), lt(o.updatedAt, before)))
    .orderBy(asc(o.updatedAt))
    .limit(limit);
}

/** Inserts a new order, before its payment page exists. */
export async function insertPlanOrder(db: DbOrTx, order: typeof planOrders.$inferInsert): Promise<PlanOrderRow> {
  const [row] = await db.insert(planOrders).values(order).returning();
  if (row === undefined) throw new Error("insertPlanOrder: the database answered no row");
  return row;
}

/** Stores the payment page of an order; the first one stays. Index: plan_orders_pkey. */
export async function setPlanOrderCheckout(
  db: DbOrTx,
  id: string,
  checkout: Pick<PlanOrderRow, "checkoutSession" | "checkoutUrl" | "checkoutExpiresAt">,
): Promise<void> {
  await db
    .update(planOrders)
    .set({ ...checkout, updatedAt: sql`clock_timestamp()` })
    .where(and(eq(planOrders.id, id), isNull(planOrders.checkoutSession)));
}

/** Advances an order that is not final, and never moves it back. Index: plan_orders_pkey. */
export async function advancePlanOrder(
  db: DbOrTx,
  id: string,
  change: { status: PlanOrderRow["status"]; subscriptionId?: string },
): Promise<void> {
  const o = planOrders;
  await db
    .update(o)
    .set({ ...change, updatedAt: sql`clock_timestamp()` })
    .where(and(eq(o.id, id), inArray(o.status, statesBefore(change.status))));
}

/** The states that an order can leave for another. Closing the page of one that is cancelled lets it expire first. */
function statesBefore(status: PlanOrderRow["status"]): PlanOrderRow["status"][] {
  if (status === "paid") return ["open", "processing", "failed", "cancelled", "expired"];
  return status === "cancelled" ? ["open", "processing", "expired"] : ["open", "processing"];
}
