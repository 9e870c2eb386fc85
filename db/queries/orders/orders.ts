import { and, desc, eq, gt, inArray, isNull, lt, ne, or, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { isOldDeviceScope } from "../../schema/old-scope.ts";
import { orderKeys, orders } from "../../schema/orders.ts";
import { users } from "../../schema/people.ts";

export type OrderRow = typeof orders.$inferSelect;

/** One order, whoever's, for the webhook and the healing. Index: orders_pkey. */
export async function readOrderRow(db: DbOrTx, id: string): Promise<OrderRow | null> {
  const [row] = await db.select().from(orders).where(eq(orders.id, id));
  return row ?? null;
}

/** One order of a person, for the return page; another's is none. Index: orders_pkey. */
export async function readOwnOrderRow(db: DbOrTx, userId: string, id: string): Promise<OrderRow | null> {
  const [row] = await db
    .select()
    .from(orders)
    .where(and(eq(orders.id, id), eq(orders.userId, userId)));
  return row ?? null;
}

/** Some orders of a person, by their ids; another's are left out. Index: orders_pkey. */
export async function readOwnOrderRows(db: DbOrTx, userId: string, ids: readonly string[]): Promise<OrderRow[]> {
  return await db
    .select()
    .from(orders)
    .where(and(inArray(orders.id, [...ids]), eq(orders.userId, userId)));
}

/**
 * The order that a key was answered with, and for which request. An app's key is looked for under old device scopes too:
 * they don't say their platform, so the request has to be the same. Index: order_keys_pkey; a person has few.
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

/** A person's orders since an instant, newest first: the limits count them. Index: orders_by_user. */
export async function readOrderRowsSince(db: DbOrTx, userId: string, since: Date): Promise<OrderRow[]> {
  return await db
    .select()
    .from(orders)
    .where(and(eq(orders.userId, userId), gt(orders.createdAt, since)))
    .orderBy(desc(orders.createdAt));
}

/**
 * Orders that wait for money and were last touched before an instant, longest untouched first: healed when no event
 * came. No index: it reads the few rows of a small table once a minute.
 */
export async function readWaitingOrderRows(db: DbOrTx, before: Date, limit: number): Promise<OrderRow[]> {
  return await db
    .select()
    .from(orders)
    .where(and(inArray(orders.status, ["open", "processing"]), lt(orders.updatedAt, before)))
    .orderBy(orders.updatedAt)
    .limit(limit);
}

/** The buyer's address, to fill in on the payment page. Index: users_pkey. */
export async function readBuyerEmail(db: DbOrTx, userId: string): Promise<string | null> {
  const [row] = await db.select({ email: users.email }).from(users).where(eq(users.id, userId));
  return row?.email ?? null;
}

/** Writes a new order; it comes before the payment page. */
export async function insertOrder(db: DbOrTx, order: typeof orders.$inferInsert): Promise<OrderRow> {
  const [row] = await db.insert(orders).values(order).returning();
  if (row === undefined) throw new Error("insertOrder: the database answered no row");
  return row;
}

/** Keeps where the person goes after an order that is taken up again from elsewhere. Index: orders_pkey. */
export async function setOrderReturn(db: DbOrTx, id: string, returnTo: string): Promise<void> {
  await db.update(orders).set({ returnTo }).where(eq(orders.id, id));
}

/** Binds a key to the order that it is answered with. */
export async function insertOrderKey(db: DbOrTx, key: typeof orderKeys.$inferInsert): Promise<void> {
  await db.insert(orderKeys).values(key);
}

/** Keeps which payment page belongs to an order; the first stays. Index: orders_pkey. */
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
 * Moves an order on from one of the given states; from another it stays as it is, so that a late reader of an old
 * state never takes an order back. Answers whether it moved. Index: orders_pkey.
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

/** Marks an order as paid and granted, whatever it was before. Answers whether it was not yet. Index: orders_pkey. */
export async function setOrderPaid(db: DbOrTx, id: string, grantVersion: number): Promise<boolean> {
  const moved = await db
    .update(orders)
    .set({ status: "paid", grantVersion, updatedAt: sql`clock_timestamp()` })
    .where(and(eq(orders.id, id), ne(orders.status, "paid")))
    .returning({ id: orders.id });
  return moved.length > 0;
}

/** Notes that an order was looked at and is as it was, so that the healing turns to others first. Index: orders_pkey. */
export async function touchOrder(db: DbOrTx, id: string): Promise<void> {
  await db.update(orders).set({ updatedAt: sql`clock_timestamp()` }).where(eq(orders.id, id));
}
