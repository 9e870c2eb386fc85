import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { settings } from "#lib/config/settings.ts";

const shape = z.object({
  provider: z.enum(["google", "github"]),
  providerAccountId: z.string().max(255),
  /** Who they are there, in their own words. */
  label: z.string().max(200),
  /** The address that a mailed link must confirm before the identity is linked; null until one was given. */
  address: z.string().nullable(),
  expires: z.number(),
});

/**
 * Somebody whom a provider knows but whose address it does not vouch for. It is kept in their own browser, signed, and
 * linked only when that very browser confirms a mailed link: whoever owns the mailbox never links a stranger by it.
 */
export type PendingIdentity = z.infer<typeof shape>;

/** How long a pending identity waits for its mail. */
export const pendingMinutes = 60;

/** A pending identity as the value of a cookie. */
export function sealPending(identity: Omit<PendingIdentity, "expires">, now = Date.now()): string {
  const payload = Buffer.from(JSON.stringify({ ...identity, expires: now + pendingMinutes * 60_000 })).toString(
    "base64url",
  );
  return `${payload}.${signature(payload)}`;
}

/** What `sealPending` sealed, unless it ran out or was touched. */
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
