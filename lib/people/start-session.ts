import "server-only";
import { openSession } from "#db/queries/people/sessions.ts";
import { database } from "#lib/database.ts";
import { type CookieOptions, cookieName, cookieOptions } from "./cookies.ts";
import { endSession } from "./end-session.ts";
import { nameBrowser } from "./name-browser.ts";
import type { SignInMethod } from "./person.ts";
import { hashSessionToken, newSessionToken, sessionEnd } from "./session-token.ts";

/** The session cookie to set. */
export interface SessionCookie extends CookieOptions {
  name: string;
  value: string;
  expires: Date;
}

/** The browser that signs in: its previous session, and its User-Agent. */
export interface SigningIn {
  previous: string | null;
  userAgent: string | null;
}

/**
 * Signs a browser in as a user whose identity is established, and returns its cookie, the same
 * that next-auth sets. The browser's previous session ends.
 */
export async function startSession(
  { userId, method, ...browser }: { userId: string; method: SignInMethod } & SigningIn,
  now = new Date(),
): Promise<SessionCookie> {
  const token = newSessionToken();
  const expires = sessionEnd(now);
  if (browser.previous !== null) await endSession(browser.previous);
  const named = nameBrowser(browser.userAgent);
  await openSession(database(), { tokenHash: hashSessionToken(token), userId, method, expires, ...named });
  return { name: cookieName("session-token"), value: token, expires, ...cookieOptions() };
}
