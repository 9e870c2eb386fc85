import "server-only";
import { refresh } from "next/cache";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { accountField, otherUserQuery } from "#lib/client/account-field.ts";
import { cookieName } from "./cookies.ts";
import { ownPath } from "./own-address.ts";
import { pathHeader } from "./path-header.ts";
import { type Person, personOfToken } from "./person.ts";

/** The signed-in user of this page or form; null when not signed in. @throws when the database does not answer. */
export async function currentPerson(): Promise<Person | null> {
  return await personOfToken((await cookies()).get(cookieName("session-token"))?.value ?? null);
}

/**
 * `requirePerson` for a form of a signed-in page. When another user has signed in since the page was made, nothing is
 * done in their name: they are redirected to `page`, which says so.
 */
export async function requirePagePerson(
  form: FormData,
  page:
    | "/profile/credits/store"
    | "/profile/credits/store/plans"
    | "/profile/credits/earn"
    | "/profile/devices"
    | "/profile/billing",
): Promise<Person> {
  const person = await requirePerson(page);
  if (form.get(accountField) === person.accountId) return person;
  // The frame around the page is the other user's too.
  refresh();
  redirect(`${page}?${new URLSearchParams({ [otherUserQuery]: "1" })}`);
}

/**
 * `currentPerson` for pages that need a sign-in: others are redirected to sign in and return to this page, or to
 * `returnTo`, a path of this app.
 */
export async function requirePerson(returnTo?: string): Promise<Person> {
  const person = await currentPerson();
  if (person !== null) return person;
  const next = ownPath(returnTo ?? (await headers()).get(pathHeader));
  redirect(`/sign-in?${new URLSearchParams({ next })}`);
}
