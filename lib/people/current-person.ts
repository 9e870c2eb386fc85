import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cookieName } from "./cookies.ts";
import { ownPath } from "./own-address.ts";
import { pathHeader } from "./path-header.ts";
import { type Person, personOfToken } from "./person.ts";

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
