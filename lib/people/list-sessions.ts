import "server-only";
import { readSessions } from "#db/queries/people/sessions.ts";
import { database } from "#lib/database.ts";
import { methodOf, type Person, type SignInMethod } from "./person.ts";

/** A browser in which a user is signed in; `id` names it without revealing its secret. */
export interface ListedSession {
  id: string;
  method: SignInMethod;
  /** The browser and its operating system, where known. */
  browser: string | null;
  system: string | null;
  createdAt: Date;
  lastSeenAt: Date;
  here: boolean;
}

/** The browsers in which a user is signed in: this one first, then the others by last use. */
export async function listSessions(person: Person): Promise<ListedSession[]> {
  const rows = await readSessions(database(), person.userId);
  const sessions = rows.map((row) => ({ ...row, method: methodOf(row.method), here: row.id === person.sessionId }));
  return [...sessions.filter(({ here }) => here), ...sessions.filter(({ here }) => !here)];
}
