import { and, asc, desc, eq, isNull, lt, lte, or, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { stripeCustomers, subscriptions } from "../../schema/subscriptions.ts";

/** What Stripe said about a subscription when it was last read. */
export type SubscriptionRow = typeof subscriptions.$inferSelect;

/** The account of a Stripe customer; null when it is not one of ours. Index: stripe_customers_id_once. */
export async function readAccountOfCustomer(db: DbOrTx, customer: string): Promise<string | null> {
  const c = stripeCustomers;
  const [row] = await db.select({ userId: c.userId }).from(c).where(eq(c.id, customer));
  return row?.userId ?? null;
}

/** The Stripe customer of an account; null before the first subscription. Index: stripe_customers_pkey. */
export async function readCustomer(
  db: DbOrTx,
  { userId, livemode }: { userId: string; livemode: boolean },
): Promise<string | null> {
  const c = stripeCustomers;
  const [row] = await db
    .select({ id: c.id })
    .from(c)
    .where(and(eq(c.userId, userId), eq(c.livemode, livemode)));
  return row?.id ?? null;
}

/** Stores the Stripe customer of an account; the first one stays. Index: stripe_customers_pkey. */
export async function saveCustomer(db: DbOrTx, customer: typeof stripeCustomers.$inferInsert): Promise<void> {
  await db.insert(stripeCustomers).values(customer).onConflictDoNothing();
}

/** Stores a reading of a subscription, unless a later one is there already. Index: subscriptions_pkey. */
export async function saveSubscription(db: DbOrTx, reading: SubscriptionRow): Promise<void> {
  const { id: _id, userId: _user, ...changes } = reading;
  await db
    .insert(subscriptions)
    .values(reading)
    .onConflictDoUpdate({
      target: subscriptions.id,
      set: changes,
      setWhere: lte(subscriptions.readAt, sql`excluded.read_at`),
    });
}

/** A subscription as it was last read; null when it never was. Index: subscriptions_pkey. */
export async function readSubscriptionRow(db: DbOrTx, id: string): Promise<SubscriptionRow | null> {
  const [row] = await db.select().from(subscriptions).where(eq(subscriptions.id, id));
  return row ?? null;
}

/**
 * Subscriptions that have not ended and were last read before `before`, or before `overdue` where their period has ended
 * since: the longest unread first, for the job that finds what no event told of. Index: subscriptions_next_period.
 */
export async function readStaleSubscriptions(
  db: DbOrTx,
  { now, before, overdue, limit }: { now: Date; before: Date; overdue: Date; limit: number },
): Promise<{ id: string }[]> {
  const s = subscriptions;
  return await db
    .select({ id: s.id })
    .from(s)
    .where(and(isNull(s.endedAt), or(lt(s.readAt, before), and(lte(s.periodEnd, now), lt(s.readAt, overdue)))))
    .orderBy(asc(s.readAt))
    .limit(limit);
}

/** Records that a subscription was asked for without an answer that could be stored, so that others are read first. */
export async function touchSubscription(db: DbOrTx, id: string, readAt: Date): Promise<void> {
  await db
    .update(subscriptions)
    .set({ readAt })
    .where(and(eq(subscriptions.id, id), lt(subscriptions.readAt, readAt)));
}

/** A person's subscriptions, newest first. Index: subscriptions_by_user. */
export async function readSubscriptionRows(db: DbOrTx, userId: string): Promise<SubscriptionRow[]> {
  return await db
    .select()
    .from(subscriptions)
    .where(eq(subscriptions.userId, userId))
    .orderBy(desc(subscriptions.startedAt), desc(subscriptions.id));
}
