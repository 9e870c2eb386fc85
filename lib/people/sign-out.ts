import "server-only";
import { cookies } from "next/headers";
import { cookieName, cookieOptions } from "./cookies.ts";
import { currentPerson } from "./current-person.ts";
import { endEverythingOf, endSession, endSessionOf } from "./end-session.ts";
import type { Person } from "./person.ts";

/** Signs this browser out, in an action: the session ends now, whatever becomes of the cookie. */
export async function signOutHere(): Promise<void> {
  const person = await currentPerson();
  if (person !== null) await endSession(person.sessionId);
  await forgetSession();
}

/** Signs a person out in one of their browsers, in the one that asks as well. Answers whether it was theirs, and signed in. */
export async function signOutBrowser(person: Person, sessionId: string): Promise<boolean> {
  return await endSessionOf({ userId: person.userId, tokenHash: sessionId });
}

/** Signs a person out on every device and in every browser but the one that asks. */
export async function signOutElsewhere(person: Person): Promise<void> {
  await endEverythingOf({ userId: person.userId, except: person.sessionId });
}

/** Signs a person out on every device and in every browser, this one included, in an action. */
export async function signOutEverywhere(person: Person): Promise<void> {
  await endEverythingOf({ userId: person.userId, except: null });
  await forgetSession();
}

/** A cookie goes only when it is set again with the attributes it has. */
async function forgetSession(): Promise<void> {
  (await cookies()).set(cookieName("session-token"), "", { ...cookieOptions(), maxAge: 0 });
}
