import "server-only";
import { cookies } from "next/headers";
import { cookieName, cookieOptions } from "./cookies.ts";
import { currentPerson } from "./current-person.ts";
import { endEverythingOf, endSession, endSessionOf } from "./end-session.ts";
import type { Person } from "./person.ts";

/** Signs this browser out, in an action. The session ends even if the cookie stays. */
export async function signOutHere(): Promise<void> {
  const person = await currentPerson();
  if (person !== null) await endSession(person.sessionId);
  await forgetSession();
}

/** Signs a user out in one of their browsers, which may be this one. Returns whether it was a session of theirs. */
export async function signOutBrowser(person: Person, sessionId: string): Promise<boolean> {
  return await endSessionOf({ userId: person.userId, tokenHash: sessionId });
}

/** Signs a user out on every device and in every browser except this one. */
export async function signOutElsewhere(person: Person): Promise<void> {
  await endEverythingOf({ userId: person.userId, except: person.sessionId });
}

/** Signs a user out on every device and in every browser including this one, in an action. */
export async function signOutEverywhere(person: Person): Promise<void> {
  await endEverythingOf({ userId: person.userId, except: null });
  await forgetSession();
}

/** A cookie is deleted only when it is set again with the same attributes. */
async function forgetSession(): Promise<void> {
  (await cookies()).set(cookieName("session-token"), "", { ...cookieOptions(), maxAge: 0 });
}
