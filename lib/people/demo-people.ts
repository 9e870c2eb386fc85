import "server-only";
import { readDemoPeople } from "#db/queries/people/demo-people.ts";
import { isDemo } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { type SessionCookie, type SigningIn, startSession } from "./start-session.ts";

/** A user of the demonstration; `slug` is the form's value. */
export interface DemoPerson {
  slug: string;
  name: string;
}

/** The users to sign in as with one click; none outside a demonstration. */
export async function listDemoPeople(): Promise<DemoPerson[]> {
  if (!isDemo()) return [];
  const rows = await readDemoPeople(database());
  return rows.flatMap(({ slug, name }) => (slug === null ? [] : [{ slug, name: name ?? slug }]));
}

/** Signs a browser in as a user of the demonstration; `not-found` for anyone else, and outside a demonstration. */
export async function signInDemoPerson(
  slug: string,
  browser: SigningIn,
): Promise<{ status: "signed-in"; cookie: SessionCookie } | { status: "not-found" }> {
  if (!isDemo()) return { status: "not-found" };
  const person = (await readDemoPeople(database())).find((row) => row.slug === slug);
  if (person === undefined) return { status: "not-found" };
  return { status: "signed-in", cookie: await startSession({ userId: person.userId, method: "demo", ...browser }) };
}
