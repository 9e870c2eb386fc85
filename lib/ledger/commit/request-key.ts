import { hash } from "node:crypto";
import type { KeyScope, RequestKey } from "#lib/credits/transaction.ts";

/**
 * The identity of a request: the key that the caller sent, and a fingerprint of method, path and the parsed body with
 * sorted keys. Headers, costs and looked-up values never count. Both are stored as 16-byte hashes.
 */
export function requestKey(
  scope: KeyScope,
  key: string,
  asked: { method: string; path: string; body: unknown },
): RequestKey {
  return {
    scope,
    key: shortHash(key),
    fingerprint: shortHash(`${asked.method} ${asked.path} ${canonical(asked.body)}`),
  };
}

function shortHash(text: string): string {
  return hash("sha256", text).slice(0, 32);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
