import { readShownPlan } from "#app/(account)/shown-plan.ts";
import { database } from "#lib/database.ts";
import { readLiveBatches } from "#lib/ledger/read/batches.ts";

type Batches = Awaited<ReturnType<typeof readLiveBatches>>["batches"];

/** When the current period of a person's plan began: by the subscription, else by the newest plan credits; null without. */
export async function readPeriodStart(account: string): Promise<Date | null> {
  const [plan, { batches }] = await Promise.all([readShownPlan(account), readLiveBatches(database(), account)]);
  return periodStartOf(plan, batches);
}

/** The same from what was read. */
export function periodStartOf(plan: Awaited<ReturnType<typeof readShownPlan>>, batches: Batches): Date | null {
  if (plan !== null) return plan.subscription.periodStart;
  return batches.findLast(({ kind, source }) => kind === "subscription" && source === "plan")?.grantedAt ?? null;
}
