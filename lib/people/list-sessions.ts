import "server-only";
import { readSessions } from "#db/queries/people/sessions.ts";
import { database } from "#lib/database.ts";
import { methodOf, type Person, type SignInMethod } from "./person.ts";

/** A browser in which a person is signed in; `id` names it without being its secret. */
export interface ListedSession {
  id: string;
  method: SignInMethod;
  /** What it is and runs on, where that is known. */
  browser: string | null;
  system: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  here: boolean;
}

/** The browsers in which a person is signed in: this one, then the others, the one seen last first. */
export async function listSessions(person: Person): Promise<ListedSession[]> {
  const rows = await readSessions(database(), person.userId);
  const sessions = rows.map((row) => ({ ...row, method: methodOf(row.method), here: row.id === person.sessionId }));
  return [...sessions.filter(({ here }) => here), ...sessions.filter(({ here }) => !here)];
}
