import { and, eq, inArray, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { creditAccounts } from "../../schema/credits.ts";
import { orders } from "../../schema/orders.ts";
import { payments } from "../../schema/payments.ts";
import { planInvoices, subscriptions } from "../../schema/subscriptions.ts";

/** A payment of which money was returned, is disputed or may be stolen. */
export type PaymentRow = typeof payments.$inferSelect;

/** What a reading of Stripe says of a payment. */
export type PaymentReading = Pick<
  PaymentRow,
  | "id"
  | "orderId"
  | "invoiceId"
  | "currency"
  | "paidCents"
  | "returnedCents"
  | "disputedCents"
  | "dispute"
  | "warnedAt"
  | "readAt"
>;

/**
 * Stores what Stripe said of a payment, unless it was read later already, and locks the row until the transaction ends. The
 * first instant of a warning stays. Returns the row; null when it was not stored. Index: payments_pkey.
 */
export async function storePayment(tx: Tx, payment: PaymentReading): Promise<PaymentRow | null> {
  const { id: _id, orderId: _order, invoiceId: _invoice, ...facts } = payment;
  const warnedAt = sql`case when excluded.warned_at is not null then coalesce(${payments.warnedAt}, excluded.warned_at) end`;
  const p = payments;
  const isSame = sql`(${p.returnedCents}, ${p.disputedCents}, ${p.dispute}) = (excluded.returned_cents, excluded.disputed_cents, excluded.dispute)`;
  const changedAt = sql`case when ${isSame} then ${p.changedAt} else excluded.read_at end`;
  const [stored] = await tx
    .insert(payments)
    .values({ ...payment, changedAt: payment.readAt })
    .onConflictDoUpdate({
      target: payments.id,
      set: { ...facts, warnedAt, changedAt },
      setWhere: sql`${payments.readAt} <= excluded.read_at`,
    })
    .returning();
  return stored ?? null;
}

/** The payment of an order, if money of it was returned, disputed or may be stolen. Index: payments_order_once. */
export async function readPaymentOfOrder(db: DbOrTx, orderId: string): Promise<PaymentRow | null> {
  const [row] = await db.select().from(payments).where(eq(payments.orderId, orderId));
  return row ?? null;
}

/** A payment by its own id, or by that of its order or invoice. Index: payments_pkey. */
export async function readPayment(db: DbOrTx, id: string): Promise<PaymentRow | null> {
  const [row] = await db.select().from(payments).where(eq(payments.id, id));
  return row ?? null;
}

/** The payments of a person with something to say of them, newest reading first. Indexes: orders_by_user, subscriptions_by_user. */
export async function readPaymentsOf(db: DbOrTx, userId: string): Promise<PaymentRow[]> {
  return await db.select().from(payments).where(isOf(userId)).orderBy(sql`${payments.readAt} desc`);
}

const stopsBuying = and(inArray(payments.dispute, ["open", "lost"]), isNull(payments.unfrozenAt));

/**
 * Stops or allows purchases of a payer, by the disputes of all their payments. The account is locked. Indexes:
 * credit_accounts_pkey, orders_by_user, subscriptions_by_user.
 */
export async function setBuyingFreeze(tx: Tx, userId: string): Promise<void> {
  const a = creditAccounts;
  const [stopping] = await tx
    .select({ id: payments.id })
    .from(payments)
    .where(and(isOf(userId), stopsBuying))
    .orderBy(payments.id)
    .limit(1);
  const since = stopping === undefined ? null : sql`coalesce(${a.buyingFrozenAt}, clock_timestamp())`;
  await tx
    .update(a)
    .set({ buyingFrozenAt: since, buyingFrozenBy: stopping?.id ?? null })
    .where(eq(a.id, userId));
}

/** Since when a person can buy nothing more, and by which payment's dispute; null when they can. Index: credit_accounts_pkey. */
export async function readBuyingFrozen(
  db: DbOrTx,
  userId: string,
): Promise<{ at: Date; payment: PaymentRow | null } | null> {
  const [row] = await db
    .select({ at: creditAccounts.buyingFrozenAt, payment: payments })
    .from(creditAccounts)
    .leftJoin(payments, eq(payments.id, creditAccounts.buyingFrozenBy))
    .where(eq(creditAccounts.id, userId));
  return row === undefined || row.at === null ? null : { at: row.at, payment: row.payment };
}

/** Records that an operator lets a payer buy again. Returns the payments whose disputes stopped it. The account is locked. */
export async function setUnfrozen(
  tx: Tx,
  userId: string,
  { actor, reason }: { actor: string; reason: string },
): Promise<string[]> {
  const rows = await tx
    .update(payments)
    .set({ unfrozenAt: sql`clock_timestamp()`, unfrozenBy: actor, unfrozenReason: reason })
    .where(and(isOf(userId), stopsBuying))
    .returning({ id: payments.id });
  return rows.map(({ id }) => id);
}

/** The payments whose unused credits are frozen. No index: few payments have a row. */
export async function readFrozenPayments(db: DbOrTx): Promise<string[]> {
  const isFrozen = and(isNotNull(payments.warnedAt), isNull(payments.clearedAt));
  return (await db.select({ id: payments.id }).from(payments).where(isFrozen)).map(({ id }) => id);
}

/** Records that an operator found a payment to be sound in spite of a warning. Returns whether it was frozen. Index: payments_pkey. */
export async function setCleared(
  tx: Tx,
  id: string,
  { actor, reason }: { actor: string; reason: string },
): Promise<PaymentRow | null> {
  const [row] = await tx
    .update(payments)
    .set({ clearedAt: sql`clock_timestamp()`, clearedBy: actor, clearedReason: reason })
    .where(and(eq(payments.id, id), sql`${payments.warnedAt} is not null`, isNull(payments.clearedAt)))
    .returning();
  return row ?? null;
}

function isOf(userId: string) {
  const ofOrder = sql`${payments.orderId} in (select ${orders.id} from ${orders} where ${orders.userId} = ${userId})`;
  const ofInvoice = sql`${payments.invoiceId} in (select ${planInvoices.id} from ${planInvoices}
    join ${subscriptions} on ${subscriptions.id} = ${planInvoices.subscriptionId} where ${subscriptions.userId} = ${userId})`;
  return or(ofOrder, ofInvoice);
}
