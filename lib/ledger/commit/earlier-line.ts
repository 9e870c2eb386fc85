import type { Transaction } from "#lib/credits/transaction.ts";
import type { Outcome } from "./apply-commands.ts";

/**
 * The scope in which a key that was kept is found today. What an old device's scope holds is found under its platform, so
 * that a retry after signing in again, or across the deployment that ended those scopes, is still a replay.
 */
export function scopeToday(scope: string, platform: string | null): string {
  return scope.startsWith("device:") && platform !== null ? platform : scope;
}

/**
 * What a request already made, of the lines that carry its key, or null when the key is free. One of its own scope comes
 * first. Old devices may have used one key each for their own requests: then it is the line of this request.
 */
export function answerAgain(
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
