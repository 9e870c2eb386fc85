import "server-only";
import { returnAllowance } from "#db/queries/return-allowance.ts";
import { readAllowanceWait, takeAllowance } from "#db/queries/take-allowance.ts";
import { database } from "#lib/database.ts";

/** A limit: at most `capacity` in `perSeconds`, counted from the first call; this call counts `cost`, usually 1. */
export interface Limit {
  /** What is limited and for whom, such as `spends:<session>`. */
  key: string;
  capacity: number;
  perSeconds: number;
  cost?: number;
}

/** Whether a call may go on. */
export type Allowance = { status: "allowed" } | { status: "limited"; retryAfterSeconds: number };

/**
 * Counts a call against a limit, exactly, however many calls come at once and from however many processes.
 * Throws when the database cannot be asked: a limit that fails never lets everybody through.
 */
export async function allow({ key, capacity, perSeconds, cost = 1 }: Limit): Promise<Allowance> {
  if (cost > capacity) throw new Error(`A call that counts ${cost} never fits a limit of ${capacity} (${key}).`);
  const taken = await takeAllowance(database(), { key, capacity, perSeconds, cost });
  if (taken) return { status: "allowed" };
  const wait = await readAllowanceWait(database(), { key, perSeconds });
  return { status: "limited", retryAfterSeconds: Math.max(1, Math.ceil(wait)) };
}

/** Takes a call back that turned out not to count. */
export async function giveBack({ key, capacity, cost = 1 }: Limit): Promise<void> {
  await returnAllowance(database(), { key, capacity, cost });
}
