import "server-only";
import { createHash, randomBytes } from "node:crypto";

/** How long a browser stays signed in. */
export const sessionDays = 30;

/** A new session's secret, 256 random bits; only the browser stores it. */
export function newSessionToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What the table stores of a session's secret, and the session's id on the profile page. */
export function hashSessionToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** When a session that starts now expires. */
export function sessionEnd(now: Date): Date {
  return new Date(now.getTime() + sessionDays * 24 * 60 * 60 * 1000);
}
