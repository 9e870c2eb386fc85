import { eq, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { stripeEvents } from "../schema/orders.ts";

/** Puts an event into the inbox, or counts one more attempt; answers when it was done, if it was. Index: stripe_events_pkey. */
export async function recordEvent(
  db: DbOrTx,
  event: Omit<typeof stripeEvents.$inferInsert, "attempts" | "receivedAt" | "doneAt" | "error">,
): Promise<{ doneAt: Date | null }> {
  const [row] = await db
    .insert(stripeEvents)
    .values(event)
    .onConflictDoUpdate({ target: stripeEvents.id, set: { attempts: sql`${stripeEvents.attempts} + 1` } })
    .returning({ doneAt: stripeEvents.doneAt });
  if (row === undefined) throw new Error("recordEvent: the database answered no row");
  return row;
}

/** Marks an event as dealt with. Index: stripe_events_pkey. */
export async function setEventDone(db: DbOrTx, id: string): Promise<void> {
  await db.update(stripeEvents).set({ doneAt: sql`clock_timestamp()`, error: null }).where(eq(stripeEvents.id, id));
}

/** Keeps why an event could not be dealt with, for the operator. Index: stripe_events_pkey. */
export async function setEventError(db: DbOrTx, id: string, error: string): Promise<void> {
  await db
    .update(stripeEvents)
    .set({ error: error.slice(0, 500) })
    .where(eq(stripeEvents.id, id));
}
