import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { readSession, touchSession } from "#db/queries/read-session.ts";
import { database } from "#lib/database.ts";
import { noteCaller } from "#lib/observability/request-context.ts";
import { cookieName, readCookie } from "./cookies.ts";
import { ownPath } from "./own-address.ts";
import { pathHeader } from "./path-header.ts";
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

/** Who is looking at this page or sent this form; null for a stranger. Throws when the database cannot be asked. */
export async function currentPerson(): Promise<Person | null> {
  return await personOfToken((await cookies()).get(cookieName("session-token"))?.value ?? null);
}

/**
 * `currentPerson` for pages of one's own: a stranger is sent to sign in and then comes back to this very page, or to
 * `returnTo`, an own path, where that is another one.
 */
export async function requirePerson(returnTo?: string): Promise<Person> {
  const person = await currentPerson();
  if (person !== null) return person;
  const next = ownPath(returnTo ?? (await headers()).get(pathHeader));
  redirect(`/sign-in?${new URLSearchParams({ next })}`);
}

async function personOfToken(token: string | null): Promise<Person | null> {
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
