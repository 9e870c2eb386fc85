import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { readStaleSubscriptions, touchSubscription } from "#db/queries/plans/subscriptions.ts";
import { keepWithoutEvent } from "#lib/billing/payments/settle-payment.ts";
import { log } from "#lib/observability/log.ts";
import { bringPlanUpToDate, type PlanReads } from "./bring-plan-up-to-date.ts";

const minuteMs = 60_000;
/** After a period's end its renewal is expected at any moment. */
const overdueMs = 5 * minuteMs;
const longestUnreadMs = 6 * 60 * minuteMs;
const most = 20;

/**
 * Reads again the subscriptions whose period has ended, and each at least every six hours: a renewal arrives without its
 * event, too. Call it regularly. Returns how many it read; one that fails is tried again the next time.
 */
export async function reconcileSubscriptions(db: Db, reads?: PlanReads): Promise<number> {
  const now = await readClock(db);
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const asked = { now, before: ago(longestUnreadMs), overdue: ago(overdueMs), limit: most };
  const stale = await readStaleSubscriptions(db, asked);
  for (const { id } of stale) {
    await touchSubscription(db, id, now);
    try {
      const brought = await bringPlanUpToDate(db, id, reads);
      const unsettled = brought.status === "up-to-date" ? brought.unsettled : [];
      for (const { invoice, reason } of unsettled)
        await keepWithoutEvent(db, { type: "invoice", objectId: invoice, reason, orderId: null });
    } catch (error) {
      log.warn({ err: error, subscription: id }, "A subscription could not be brought up to date");
    }
  }
  return stale.length;
}
