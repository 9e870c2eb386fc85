import "server-only";
import type { Db } from "#db/client.ts";
import { releaseSchedule, resumeSubscription } from "#lib/billing/stripe/change-subscription.ts";
import { bringPlanUpToDate } from "./bring-plan-up-to-date.ts";
import { findOwn } from "./prepare-change.ts";

/**
 * Lets a person's subscription that was cancelled renew again; one that renews stays as it is. `not-found`: it is not this
 * person's, or has ended. @throws StripeUnavailable; calling it again continues.
 */
export async function resumePlan(
  db: Db,
  own: { userId: string; subscription: string },
): Promise<{ status: "resumed" } | { status: "not-found" }> {
  const subscription = await findOwn(db, own);
  if (subscription === null) return { status: "not-found" };
  if (subscription.cancelAt !== null) {
    const { id, schedule } = subscription;
    if (schedule !== null) await releaseSchedule(schedule.id, `resume:${id}:${schedule.id}`);
    await resumeSubscription(subscription);
    await bringPlanUpToDate(db, id);
  }
  return { status: "resumed" };
}
