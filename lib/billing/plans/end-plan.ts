import "server-only";
import type { Db } from "#db/client.ts";
import { endSubscription } from "#lib/billing/stripe/change-subscription.ts";
import { findSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { bringPlanUpToDate } from "./bring-plan-up-to-date.ts";

/**
 * Ends a subscription now, for an operator who refunds it, say. Months that were paid keep coming until their money is returned.
 * One that has ended already stays as it is. @throws StripeUnavailable; calling it again continues.
 */
export async function endPlan(
  db: Db,
  { subscription: id, reason }: { subscription: string; reason: string },
): Promise<{ status: "ended" } | { status: "not-ours"; reason: string }> {
  const brought = await bringPlanUpToDate(db, id);
  if (brought.status === "not-ours") return brought;
  const subscription = await findSubscription(id);
  if (subscription !== null && subscription.endedAt === null) {
    await endSubscription(id, reason);
    await bringPlanUpToDate(db, id);
  }
  return { status: "ended" };
}
