import "server-only";
import { allow } from "#lib/api/http/allow.ts";
import type { Caller } from "#lib/api/http/caller.ts";
import type { Problem } from "#lib/api/http/problem.ts";

const minute = 60;

/**
 * Counts a request of a session or device against its limit per minute; product back ends have none. Null when it is
 * allowed.
 */
export async function withinLimit(
  caller: Caller,
  what: "spends" | "quotes" | "runs",
  aMinute: number,
): Promise<Problem | null> {
  if (caller.type === "service") return null;
  const key = `${what}:${caller.type === "web" ? caller.person.sessionId : caller.device}`;
  const allowance = await allow({ key, capacity: aMinute, perSeconds: minute });
  if (allowance.status === "allowed") return null;
  const { retryAfterSeconds } = allowance;
  return { slug: "rate-limited", detail: `at most ${aMinute} ${what} a minute`, retryAfterSeconds };
}
