import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { isOldDeviceScope } from "../../schema/old-scope.ts";
import { orderKeys, orders } from "../../schema/orders.ts";
import { users } from "../../schema/people.ts";

export type OrderRow = typeof orders.$inferSelect;

/** One order of any user, for the webhook and for reconciling. Index: orders_pkey. */
export async function readOrderRow(db: DbOrTx, id: string): Promise<OrderRow | null> {
  const [row] = await db.select().from(orders).where(eq(orders.id, id));
  return row ?? null;
}

/** One order of a user, for the return page; null for another user's order. Index: orders_pkey. */
export async function readOwnOrderRow(db: DbOrTx, userId: string, id: string): Promise<OrderRow | null> {
  const [row] = await db
    .select()
    .from(orders)
    .where(and(eq(orders.id, id), eq(orders.userId, userId)));
  return row ?? null;
}

/** Some orders of a user, by id; other users' orders are omitted. Index: orders_pkey. */
export async function readOwnOrderRows(db: DbOrTx, userId: string, ids: readonly string[]): Promise<OrderRow[]> {
  return await db
    .select()
    .from(orders)
    .where(and(inArray(orders.id, [...ids]), eq(orders.userId, userId)));
}

/**
 * The order and the request that a key belongs to. An app's key is also looked up in old device scopes, which have no
 * platform, so the request must be the same. Index: order_keys_pkey; a user has few.
 */
export async function readOrderOfKey(
  db: DbOrTx,
  key: { userId: string; keyScope: string; idempotencyKey: string; fingerprint: string },
): Promise<{ order: OrderRow; fingerprint: string } | null> {
  const k = orderKeys;
  const isApp = key.keyScope === "desktop" || key.keyScope === "mobile";
  const ofOldDevice = and(isOldDeviceScope(k.keyScope), eq(k.fingerprint, key.fingerprint));
  const [row] = await db
    .select({ order: orders, fingerprint: k.fingerprint })
    .from(k)
    .innerJoin(orders, eq(orders.id, k.orderId))
    .where(
      and(
        eq(k.userId, key.userId),
        eq(k.idempotencyKey, key.idempotencyKey),
        or(eq(k.keyScope, key.keyScope), isApp ? ofOldDevice : undefined),
      ),
    )
    .orderBy(desc(eq(k.keyScope, key.keyScope)))
    .limit(1);
  return row ?? null;
}

/** A user's orders since an instant, newest first, for the purchase limits. Index: orders_by_user. */
export async function readOrderRowsSince(db: DbOrTx, userId: string, since: Date): Promise<OrderRow[]> {
  return await db
    .select()
    .from(orders)
    .where(and(eq(orders.userId, userId), gt(orders.createdAt, since)))
    .orderBy(desc(orders.createdAt));
}

/** A user's paid orders, newest first. Index: orders_by_user. */
export async function readPaidOrderRows(db: DbOrTx, userId: string, limit: number): Promise<OrderRow[]> {
  return await db
    .select()
    .from(orders)
    .where(and(eq(orders.userId, userId), eq(orders.status, "paid")))
    .orderBy(desc(orders.createdAt))
    .limit(limit);
}

/**
 * Orders that wait for payment and were not checked since an instant, oldest check first, to reconcile them when no event
 * arrived. No index: it reads the few rows of a small table once a minute.
 */
export async function readWaitingOrderRows(db: DbOrTx, before: Date, limit: number): Promise<OrderRow[]> {
  return await db
    .select()
    .from(orders)
    .where(and(inArray(orders.status, ["open", "processing"]), lt(orders.updatedAt, before)))
    .orderBy(orders.updatedAt)
    .limit(limit);
}

/** The buyer's email address, to prefill the payment page. Index: users_pkey. */
export async function readBuyerEmail(db: DbOrTx, userId: string): Promise<string | null> {
  const [row] = await db.select({ email: users.email }).from(users).where(eq(users.id, userId));
  return row?.email ?? null;
}

/** Inserts a new order, before its payment page exists. */
export async function insertOrder(db: DbOrTx, order: typeof orders.$inferInsert): Promise<OrderRow> {
  const [row] = await db.insert(orders).values(order).returning();
  if (row === undefined) throw new Error("insertOrder: the database answered no row");
  return row;
}

/** Updates the return address of an order that is resumed from another place. Index: orders_pkey. */
export async function setOrderReturn(db: DbOrTx, id: string, returnTo: string): Promise<void> {
  await db.update(orders).set({ returnTo }).where(eq(orders.id, id));
}

/** Paid orders of a time, oldest first, a page after another, for reconciliation. Index: orders_paid. */
export async function readPaidOrderRowsBetween(
  db: DbOrTx,
  asked: { from: Date; to: Date; after: Pick<OrderRow, "createdAt" | "id"> | null; limit: number },
): Promise<OrderRow[]> {
  const { from, to, after, limit } = asked;
  const place = sql`(${orders.createdAt}, ${orders.id})`;
  const isAfter =
    after === null ? undefined : sql`${place} > (${after.createdAt.toISOString()}::timestamptz, ${after.id})`;
  return await db
    .select()
    .from(orders)
    .where(and(eq(orders.status, "paid"), gte(orders.createdAt, from), lt(orders.createdAt, to), isAfter))
    .orderBy(asc(orders.createdAt), asc(orders.id))
    .limit(limit);
}

/** Binds a key to its order. */
export async function insertOrderKey(db: DbOrTx, key: typeof orderKeys.$inferInsert): Promise<void> {
  await db.insert(orderKeys).values(key);
}

/** Stores the payment page of an order; the first one stays. Index: orders_pkey. */
export async function setOrderCheckout(
  db: DbOrTx,
  id: string,
  checkout: Pick<OrderRow, "checkoutSession" | "checkoutUrl" | "checkoutExpiresAt">,
): Promise<void> {
  await db
    .update(orders)
    .set({ ...checkout, updatedAt: sql`clock_timestamp()` })
    .where(and(eq(orders.id, id), isNull(orders.checkoutSession)));
}

/**
 * Advances an order from one of the given states and leaves it unchanged in any other, so that a reader of an outdated state
 * never moves it back. Returns whether it changed. Index: orders_pkey.
 */
export async function advanceOrder(
  db: DbOrTx,
  id: string,
  { to, from }: { to: Exclude<OrderRow["status"], "paid" | "open">; from: OrderRow["status"][] },
): Promise<boolean> {
  const moved = await db
    .update(orders)
    .set({ status: to, updatedAt: sql`clock_timestamp()` })
    .where(and(eq(orders.id, id), inArray(orders.status, from)))
    .returning({ id: orders.id });
  return moved.length > 0;
}

/** Marks an order as paid and granted, from any state. Returns whether it was not yet. Index: orders_pkey. */
export async function setOrderPaid(db: DbOrTx, id: string, grantVersion: number): Promise<boolean> {
  const moved = await db
    .update(orders)
    .set({ status: "paid", grantVersion, updatedAt: sql`clock_timestamp()` })
    .where(and(eq(orders.id, id), ne(orders.status, "paid")))
    .returning({ id: orders.id });
  return moved.length > 0;
}

/** Records that an order was checked without a change, so that others are reconciled first. Index: orders_pkey. */
export async function touchOrder(db: DbOrTx, id: string): Promise<void> {
  await db.update(orders).set({ updatedAt: sql`clock_timestamp()` }).where(eq(orders.id, id));
}
