import "server-only";
import {
  readAllowanceWait,
  readTokenWait,
  returnAllowance,
  takeAllowance,
  takeToken,
} from "#db/queries/rate-limits.ts";
import { database } from "#lib/database.ts";

/**
 * A limit: at most `capacity` in `perSeconds`, counted from the first request; a request counts `cost`, by default 1.
 */
export interface Limit {
  /** What is limited, and for which caller, such as `spends:<session>`. */
  key: string;
  capacity: number;
  perSeconds: number;
  cost?: number;
}

/**
 * A token bucket: at most `capacity` at once, and one more every `secondsEach`. For what many users share, such as a
 * network address: no user waits long because of earlier requests by others.
 */
export interface Bucket {
  key: string;
  capacity: number;
  secondsEach: number;
}

/** Whether a request is allowed. */
export type Allowance = { status: "allowed" } | { status: "limited"; retryAfterSeconds: number };

/**
 * Counts a request against a limit; exact with any number of concurrent requests and processes.
 * @throws when the database does not answer: a failing limit never lets requests through.
 */
export async function allow(limit: Limit | Bucket): Promise<Allowance> {
  const wait = "perSeconds" in limit ? await takeFromPeriod(limit) : await takeFromBucket(limit);
  return wait === null ? { status: "allowed" } : { status: "limited", retryAfterSeconds: Math.max(1, Math.ceil(wait)) };
}

/** Counts a request against several limits in this order, or against none when one of them is reached. */
export async function allowAll(limits: readonly (Limit | Bucket)[]): Promise<Allowance> {
  for (const [at, limit] of limits.entries()) {
    const allowance = await allow(limit);
    if (allowance.status === "allowed") continue;
    for (const taken of limits.slice(0, at)) await giveBack(taken);
    return allowance;
  }
  return { status: "allowed" };
}

/** Gives back a request that turned out not to count. */
export async function giveBack({ key, capacity, ...limit }: Limit | Bucket): Promise<void> {
  await returnAllowance(database(), { key, capacity, cost: "cost" in limit ? (limit.cost ?? 1) : 1 });
}

/** Null when it was counted, else the seconds to wait. */
async function takeFromPeriod({ key, capacity, perSeconds, cost = 1 }: Limit): Promise<number | null> {
  if (cost > capacity) throw new Error(`A call that counts ${cost} never fits a limit of ${capacity} (${key}).`);
  const taken = await takeAllowance(database(), { key, capacity, perSeconds, cost });
  return taken ? null : await readAllowanceWait(database(), { key, perSeconds });
}

async function takeFromBucket({ key, capacity, secondsEach }: Bucket): Promise<number | null> {
  const taken = await takeToken(database(), { key, capacity, secondsEach });
  return taken ? null : await readTokenWait(database(), { key, secondsEach });
}
