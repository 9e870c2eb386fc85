import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import { settings } from "#lib/config/settings.ts";

/**
 * What a signature is for: an email's sign-out link, a device request in one session, a browser, its mailbox, a mailbox
 * that claimed from a campaign, or one that no team may invite.
 */
type Purpose =
  | "device-sign-out"
  | "device-request"
  | "browser"
  | "browser-mailbox"
  | "campaign-mailbox"
  | "team-mailbox";

/** Signs a text for one purpose. */
export function sign(purpose: Purpose, text: string): string {
  return createHmac("sha256", settings().authSecret).update(`${purpose}:${text}`).digest("base64url");
}

/** Whether `sign` made this signature for this text. */
export function isSigned(purpose: Purpose, text: string, signature: string): boolean {
  const [given, due] = [Buffer.from(signature), Buffer.from(sign(purpose, text))];
  return given.length === due.length && timingSafeEqual(given, due);
}
