import "server-only";
import { readSession, touchSession } from "#db/queries/people/sessions.ts";
import { database } from "#lib/database.ts";
import { noteCaller } from "#lib/observability/request-context.ts";
import { cookieName, readCookie } from "./cookies.ts";
import { hashSessionToken } from "./session-token.ts";

const minuteMs = 60_000;

/** How somebody signed in. */
export type SignInMethod = "email" | "google" | "github" | "demo";

/** Who is signed in, and the account whose credits are theirs. */
export interface Person {
  userId: string;
  /** The credit account: it has its owner's id. */
  accountId: string;
  /** What to call them: their name, else their address. */
  name: string;
  email: string;
  method: SignInMethod;
  demo: boolean;
  /** Names this browser's session without being its secret. */
  sessionId: string;
  signedInAt: Date;
}

/** Who sent this request, by its session cookie; null for a stranger. Throws when the database cannot be asked. */
export async function sessionPerson(request: { headers: Headers }): Promise<Person | null> {
  return await personOfToken(readCookie(request.headers.get("cookie"), cookieName("session-token")));
}

/** Who holds a session with this token; null for a stranger. */
export async function personOfToken(token: string | null): Promise<Person | null> {
  if (!token) return null;
  const sessionId = hashSessionToken(token);
  const row = await readSession(database(), sessionId);
  if (row === null) return null;
  noteCaller("web");
  if (row.lastSeenAt.getTime() < Date.now() - minuteMs) await touchSession(database(), sessionId);
  const { userId, email, demoSlug } = row;
  return {
    userId,
    accountId: userId,
    name: row.name ?? email,
    email,
    method: methodOf(row.method),
    demo: demoSlug !== null,
    sessionId,
    signedInAt: row.createdAt,
  };
}

/** A stored method as one of the four; sessions of before there were others came by mail. */
export function methodOf(stored: string | null): SignInMethod {
  return stored === "google" || stored === "github" || stored === "demo" ? stored : "email";
}
