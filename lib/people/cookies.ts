import "server-only";
import { settings } from "#lib/config/settings.ts";

/** The attributes of every cookie that signs in: no script reads it, no other site's form sends it. */
export interface CookieOptions {
  httpOnly: true;
  sameSite: "lax";
  path: "/";
  secure: boolean;
}

/** What is kept in the browser to sign in. */
export type CookieName =
  | "session-token"
  | "csrf-token"
  | "callback-url"
  | "pkce.code_verifier"
  | "state"
  | "nonce"
  | "pending-identity"
  | "browser";

/** A cookie's full name: on https the prefix makes browsers refuse it from a neighbouring host or over plain http. */
export function cookieName(name: CookieName) {
  return `${isSecure() ? "__Host-" : ""}authjs.${name}` as const;
}

/** The attributes that belong to `cookieName`. */
export function cookieOptions(): CookieOptions {
  return { httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() };
}

/** One cookie's value out of a `Cookie` header; null where it is missing or empty, as a deleted one may be sent. */
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
