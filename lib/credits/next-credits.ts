import type { Batch } from "./batch.ts";

/**
 * The next credits of a plan: the same amount again when the period of its newest batch ends; null without a plan.
 * Takes the batches that are live now.
 */
export function nextPlanCredits(live: readonly Batch[]): { amount: number; at: Date } | null {
  const newest = live
    .filter((batch) => batch.kind === "subscription" && batch.source === "plan")
    .reduce<Batch | null>((latest, batch) => (latest === null || batch.number > latest.number ? batch : latest), null);
  if (newest === null || newest.expiresAt === null) return null;
  return { amount: newest.granted, at: newest.expiresAt };
}
