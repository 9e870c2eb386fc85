import type { Transaction } from "#lib/credits/transaction.ts";
import type { Outcome } from "./outcome.ts";

/**
 * Maps a stored key scope to the current one. Lines in an old device scope are found under the device's platform, so that a
 * retry after a new sign-in, or across the deployment that ended those scopes, is still a replay.
 */
export function scopeToday(scope: string, platform: string | null): string {
  return scope.startsWith("device:") && platform !== null ? platform : scope;
}

/**
 * The earlier outcome of a request, from the lines that carry its key; null when the key is unused. A line in the request's
 * own scope wins. Several old devices can have used the same key: then the line with the request's fingerprint counts.
 */
export function earlierOutcome(
  lines: readonly Transaction[],
  { scope, fingerprint }: { scope: string; fingerprint: string },
): Outcome | null {
  const earlier =
    lines.find(({ request }) => request?.scope === scope) ??
    lines.find(({ request }) => request?.fingerprint === fingerprint) ??
    lines[0];
  if (earlier === undefined) return null;
  return earlier.request?.fingerprint === fingerprint
    ? { status: "done", transaction: earlier, replayed: true }
    : { status: "refused", refusal: { slug: "idempotency-key-reused" } };
}
