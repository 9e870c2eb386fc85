import { and, eq, inArray, isNull, ne, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { orderKeys, orders } from "../schema/orders.ts";
import type { OrderRow } from "./read-orders.ts";

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
