import "server-only";
import { allow } from "#lib/api/http/allow.ts";
import type { Caller } from "#lib/api/http/caller.ts";
import type { Problem } from "#lib/api/http/problem.ts";

const minute = 60;

/** Whether a browser session or a device may do this once more this minute; product back ends are not counted. Null when it may. */
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
