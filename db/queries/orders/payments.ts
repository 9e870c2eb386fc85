import { eq, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { payments } from "../../schema/payments.ts";

export type PaymentRow = typeof payments.$inferSelect;

/**
 * Stores what Stripe said of a payment, unless it was read later already, and locks the row until the transaction ends.
 * Returns whether it was stored. Index: payments_pkey.
 */
export async function storePayment(tx: Tx, payment: PaymentRow): Promise<boolean> {
  const { id, orderId: _order, ...facts } = payment;
  const stored = await tx
    .insert(payments)
    .values(payment)
    .onConflictDoUpdate({
      target: payments.id,
      set: facts,
      setWhere: sql`${payments.readAt} <= excluded.read_at`,
    })
    .returning({ id: payments.id });
  return stored.some((row) => row.id === id);
}

/** The payment of an order, if money of it was returned or disputed. Index: payments_order_once. */
export async function readPaymentOfOrder(db: DbOrTx, orderId: string): Promise<PaymentRow | null> {
  const [row] = await db.select().from(payments).where(eq(payments.orderId, orderId));
  return row ?? null;
}
