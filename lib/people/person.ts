import "server-only";
import { readSession, touchSession } from "#db/queries/people/sessions.ts";
import { database } from "#lib/database.ts";
import { noteCaller } from "#lib/observability/request-context.ts";
import { cookieName, readCookie } from "./cookies.ts";
import { hashSessionToken } from "./session-token.ts";

const minuteMs = 60_000;

/** How a user signed in. */
export type SignInMethod = "email" | "google" | "github" | "demo";

/** A signed-in user and their credit account. */
export interface Person {
  userId: string;
  /** The credit account, which has its holder's id. */
  accountId: string;
  /** Their name, or else their address. */
  name: string;
  email: string;
  method: SignInMethod;
  demo: boolean;
  /** Names this browser's session without revealing its secret. */
  sessionId: string;
  signedInAt: Date;
}

/** The user of a request's session cookie; null when not signed in. @throws when the database does not answer. */
export async function sessionPerson(request: { headers: Headers }): Promise<Person | null> {
  return await personOfToken(readCookie(request.headers.get("cookie"), cookieName("session-token")));
}

/** The user of the session with this token; null when it is invalid. */
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

/** A stored method as one of the four; sessions older than the column were started by email. */
export function methodOf(stored: string | null): SignInMethod {
  return stored === "google" || stored === "github" || stored === "demo" ? stored : "email";
}
