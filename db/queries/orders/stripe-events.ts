import { and, asc, desc, eq, isNotNull, isNull, or, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { stripeEvents } from "../../schema/orders.ts";

/** A Stripe event in the inbox. */
export type StripeEventRow = typeof stripeEvents.$inferSelect;

/** How an operator settled an event, and why. */
export interface Settlement {
  settlement: "granted" | "dismissed";
  settledBy: string;
  settledReason: string;
}

const isUnsettled = and(
  isNotNull(stripeEvents.unsettledReason),
  isNull(stripeEvents.settledAt),
  isNull(stripeEvents.doneAt),
);

/** Adds an event to the inbox, or counts another attempt; returns whether it is settled. Index: stripe_events_pkey. */
export async function recordEvent(
  db: DbOrTx,
  event: Pick<typeof stripeEvents.$inferInsert, "id" | "type" | "objectId" | "apiVersion" | "livemode" | "createdAt">,
): Promise<Pick<StripeEventRow, "doneAt" | "settledAt">> {
  const [row] = await db
    .insert(stripeEvents)
    .values(event)
    .onConflictDoUpdate({ target: stripeEvents.id, set: { attempts: sql`${stripeEvents.attempts} + 1` } })
    .returning({ doneAt: stripeEvents.doneAt, settledAt: stripeEvents.settledAt });
  if (row === undefined) throw new Error("recordEvent: the database answered no row");
  return row;
}

/** Marks an event as processed, unless an operator has settled it. Index: stripe_events_pkey. */
export async function setEventDone(db: DbOrTx, id: string): Promise<void> {
  await db
    .update(stripeEvents)
    .set({ doneAt: sql`clock_timestamp()`, error: null })
    .where(and(eq(stripeEvents.id, id), isNull(stripeEvents.settledAt)));
}

/** Stores why processing an event failed, for the operator. Index: stripe_events_pkey. */
export async function setEventError(db: DbOrTx, id: string, error: string): Promise<void> {
  await db
    .update(stripeEvents)
    .set({ error: error.slice(0, 500) })
    .where(eq(stripeEvents.id, id));
}

/** Stores why an event needs an operator. Returns whether that is new: another delivery changes nothing. Index: stripe_events_pkey. */
export async function setEventUnsettled(
  db: DbOrTx,
  id: string,
  { reason, orderId }: { reason: string; orderId: string | null },
): Promise<boolean> {
  const first = await db
    .update(stripeEvents)
    .set({ unsettledReason: reason, orderId, error: null })
    .where(and(eq(stripeEvents.id, id), isNull(stripeEvents.unsettledReason)))
    .returning({ id: stripeEvents.id });
  return first.length > 0;
}

/** Whether an event about an object ever needed an operator, settled or not. No index: it runs once a minute at most. */
export async function isUnsettledObject(db: DbOrTx, objectId: string): Promise<boolean> {
  const rows = await db
    .select({ id: stripeEvents.id })
    .from(stripeEvents)
    .where(and(eq(stripeEvents.objectId, objectId), isNotNull(stripeEvents.unsettledReason)))
    .limit(1);
  return rows.length > 0;
}

/** One event. Index: stripe_events_pkey. */
export async function readEvent(db: DbOrTx, id: string): Promise<StripeEventRow | null> {
  const [row] = await db.select().from(stripeEvents).where(eq(stripeEvents.id, id));
  return row ?? null;
}

/** The events that wait for an operator, oldest first. Index: stripe_events_unsettled. */
export async function readUnsettledEvents(db: DbOrTx): Promise<StripeEventRow[]> {
  return await db.select().from(stripeEvents).where(isUnsettled).orderBy(asc(stripeEvents.createdAt));
}

/** The newest events, for an operator. No index: the table grows only with purchases. */
export async function readLatestEvents(db: DbOrTx, limit: number): Promise<StripeEventRow[]> {
  return await db.select().from(stripeEvents).orderBy(desc(stripeEvents.createdAt)).limit(limit);
}

/**
 * Settles an event and the other open events about the same object; settled events stay unchanged. Returns the ids that
 * were settled. Index: stripe_events_unsettled.
 */
export async function settleEvents(db: DbOrTx, event: StripeEventRow, settlement: Settlement): Promise<string[]> {
  const { id, objectId, orderId } = event;
  const same = objectId === null ? undefined : eq(stripeEvents.objectId, objectId);
  const settled = await db
    .update(stripeEvents)
    .set({ ...settlement, settledAt: sql`clock_timestamp()`, orderId })
    .where(and(isUnsettled, or(eq(stripeEvents.id, id), same)))
    .returning({ id: stripeEvents.id });
  return settled.map((row) => row.id);
}
