import "server-only";
import { readDemoPeople } from "#db/queries/people/demo-people.ts";
import { isDemo } from "#lib/config/settings.ts";
import { database } from "#lib/database.ts";
import { type SessionCookie, type SigningIn, startSession } from "./start-session.ts";

/** A demonstration person: `slug` names them in the form. */
export interface DemoPerson {
  slug: string;
  name: string;
}

/** The people to sign in as by one click: nobody outside of a demonstration. */
export async function listDemoPeople(): Promise<DemoPerson[]> {
  if (!isDemo()) return [];
  const rows = await readDemoPeople(database());
  return rows.flatMap(({ slug, name }) => (slug === null ? [] : [{ slug, name: name ?? slug }]));
}

/** Signs a browser in as a demonstration person. Answers `not-found` for anybody else, and for all outside of a demonstration. */
export async function signInDemoPerson(
  slug: string,
  browser: SigningIn,
): Promise<{ status: "signed-in"; cookie: SessionCookie } | { status: "not-found" }> {
  if (!isDemo()) return { status: "not-found" };
  const person = (await readDemoPeople(database())).find((row) => row.slug === slug);
  if (person === undefined) return { status: "not-found" };
  return { status: "signed-in", cookie: await startSession({ userId: person.userId, method: "demo", ...browser }) };
}
