import type { Problem } from "./problem.ts";

/** 1 to 255 printable ASCII characters, no space at either end: HTTP removes those from a header, but not from JSON. */
export const idempotencyKey = /^[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?$/;

/** The request's Idempotency-Key (1 to 255 printable ASCII characters), or why it is refused. */
export function readIdempotencyKey(
  request: Request,
): { status: "read"; key: string } | { status: "refused"; problem: Problem } {
  const key = request.headers.get("idempotency-key");
  if (key !== null && idempotencyKey.test(key)) return { status: "read", key };
  const detail = "send one Idempotency-Key header of 1 to 255 printable ASCII characters";
  return { status: "refused", problem: { slug: "idempotency-key-missing", detail } };
}
