"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { endSession, forgottenCookie } from "#lib/auth/end-session.ts";
import { currentPerson } from "#lib/auth/person.ts";

/** Signs this browser out. */
export async function signOut(): Promise<void> {
  const person = await currentPerson();
  if (person !== null) await endSession(person);
  (await cookies()).set(forgottenCookie());
  redirect("/");
}
