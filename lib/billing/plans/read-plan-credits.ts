import "server-only";
import type { Db } from "#db/client.ts";
import { readLiveBatches } from "#lib/ledger/read/batches.ts";

/** Credits, and when they end. */
export interface CreditsUntil {
  amount: number;
  until: Date;
}

/** What an account has left of its plans' credits, by their end, the soonest first. No change of plan takes any of it. */
export async function readPlanCredits(db: Db, account: string): Promise<CreditsUntil[]> {
  const { batches } = await readLiveBatches(db, account);
  const kept = new Map<number, number>();
  for (const { kind, source, remaining, expiresAt } of batches) {
    if (kind !== "subscription" || source !== "plan" || expiresAt === null || remaining === 0) continue;
    kept.set(expiresAt.getTime(), (kept.get(expiresAt.getTime()) ?? 0) + remaining);
  }
  return [...kept].toSorted(([a], [b]) => a - b).map(([until, amount]) => ({ amount, until: new Date(until) }));
}
