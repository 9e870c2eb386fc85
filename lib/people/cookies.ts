import "server-only";
import { settings } from "#lib/config/settings.ts";

/** The attributes of every sign-in cookie: scripts cannot read it, and forms of other sites do not send it. */
export interface CookieOptions {
  httpOnly: true;
  sameSite: "lax";
  path: "/";
  secure: boolean;
}

/** The cookies of signing in. */
export type CookieName =
  | "session-token"
  | "csrf-token"
  | "callback-url"
  | "pkce.code_verifier"
  | "state"
  | "nonce"
  | "pending-identity"
  | "browser"
  | "referral";

/** A cookie's full name: on https the prefix makes browsers refuse it from a neighbouring host or over plain http. */
export function cookieName(name: CookieName) {
  return `${isSecure() ? "__Host-" : ""}authjs.${name}` as const;
}

/** The attributes for `cookieName`. */
export function cookieOptions(): CookieOptions {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() };
}

/** One cookie's value from a `Cookie` header; null when it is missing, or empty, as a deleted one may be sent. */
export function readCookie(header: string | null, name: string): string | null {
  for (const pair of (header ?? "").split(";")) {
    const at = pair.indexOf("=");
    const value = pair.slice(at + 1).trim();
    if (at > 0 && pair.slice(0, at).trim() === name && value !== "") return value;
  }
  return null;
}

function isSecure(): boolean {
  return settings().appUrl.startsWith("https:");
}
