import "server-only";
import { closeSession, closeSessionsOf } from "#db/queries/close-session.ts";
import { database } from "#lib/database.ts";
import { cookieName, cookieOptions } from "./cookies.ts";
import type { Person } from "./person.ts";

/** Signs this browser out: the session ends here and now, whatever becomes of the cookie. */
export async function endSession(person: Person): Promise<void> {
  await closeSession(database(), person.sessionId);
}

/** Signs a person out in every browser but the one that asks. */
export async function endOtherSessions(person: Person): Promise<void> {
  await closeSessionsOf(database(), { userId: person.userId, except: person.sessionId });
}

/** Signs a person out in every browser. */
export async function endAllSessions(person: Person): Promise<void> {
  await closeSessionsOf(database(), { userId: person.userId, except: null });
}

/** The cookie that makes a browser forget its session; it needs the attributes of the one it removes. */
export function forgottenCookie() {
  return { name: cookieName("session-token"), value: "", maxAge: 0, ...cookieOptions() };
}
