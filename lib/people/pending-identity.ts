import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { settings } from "#lib/config/settings.ts";

const shape = z.object({
  provider: z.enum(["google", "github"]),
  providerAccountId: z.string().max(255),
  /** Their name at the provider. */
  label: z.string().max(200),
  /** The address that an emailed link must confirm before the identity is linked; null until one is given. */
  address: z.string().nullable(),
  expires: z.number(),
});

/**
 * An identity whose address the provider has not verified. It is stored in the user's own browser, signed, and
 * linked only when that browser confirms an emailed link, so that a mailbox owner never links a stranger's identity.
 */
export type PendingIdentity = z.infer<typeof shape>;

/** How long a pending identity waits for its email. */
export const pendingMinutes = 60;

/** A pending identity as the value of a cookie. */
export function sealPending(identity: Omit<PendingIdentity, "expires">, now = Date.now()): string {
  const payload = Buffer.from(JSON.stringify({ ...identity, expires: now + pendingMinutes * 60_000 })).toString(
    "base64url",
  );
  return `${payload}.${signature(payload)}`;
}

/** Reads what `sealPending` wrote; null when it has expired or was changed. */
export function openPending(cookie: string | null | undefined, now = Date.now()): PendingIdentity | null {
  const [payload, signed] = (cookie ?? "").split(".");
  if (!payload || !signed || !isEqual(signed, signature(payload))) return null;
  const identity = shape.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
  return identity.expires > now ? identity : null;
}

function signature(payload: string): string {
  return createHmac("sha256", settings().authSecret).update(`pending-identity:${payload}`).digest("base64url");
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
