import "server-only";
import type { Adapter, AdapterUser } from "next-auth/adapters";
import { openSession, readSession } from "#db/queries/people/sessions.ts";
import { removeLinks, takeLink } from "#db/queries/people/sign-in-links.ts";
import { findPersonByAddress, findPersonById, findPersonByMethod, type PersonRow } from "#db/queries/people/users.ts";
import { database } from "#lib/database.ts";
import { endSession } from "./end-session.ts";
import { nameBrowser } from "./name-browser.ts";
import { hashSessionToken } from "./session-token.ts";

/** What one attempt at signing in is about; the adapter keeps it on the session that comes of it. */
export interface Attempt {
  method: string | null;
  /** The session that this browser had before, which ends. */
  previous: string | null;
  userAgent: string | null;
}

/**
 * The tables for next-auth, without the right to let anybody in. By itself next-auth makes users of addresses that
 * nobody proved and links whoever comes: here people are made and linked by `provePerson` alone, before it asks.
 */
export function guardedAdapter(attempt: Attempt): Adapter {
  const db = database();
  return {
    createUser: () => refuse("make a person"),
    linkAccount: () => refuse("link a method"),
    createVerificationToken: () => refuse("mail a link"),
    getUser: async (id) => toUser(await findPersonById(db, id)),
    getUserByEmail: async (email) => toUser(await findPersonByAddress(db, email)),
    getUserByAccount: async (account) => toUser(await findPersonByMethod(db, account)),
    // next-auth notes a proved address here: `provePerson` has noted it already.
    updateUser: async ({ id }) => toUser(await findPersonById(db, id)) ?? refuse("change a person"),
    useVerificationToken: async ({ identifier, token }) => {
      const link = await takeLink(db, { identifier, token });
      if (link !== null) await removeLinks(db, identifier);
      return link;
    },
    createSession: async ({ sessionToken, userId, expires }) => {
      if (attempt.method === null) refuse("open a session for nobody");
      if (attempt.previous !== null) await endSession(attempt.previous);
      const session = { tokenHash: hashSessionToken(sessionToken), userId, method: attempt.method, expires };
      await openSession(db, { ...session, ...nameBrowser(attempt.userAgent) });
      return { sessionToken, userId, expires };
    },
    getSessionAndUser: async (sessionToken) => {
      const row = await readSession(db, hashSessionToken(sessionToken));
      const user = row === null ? null : toUser(await findPersonById(db, row.userId));
      return row === null || user === null
        ? null
        : { session: { sessionToken, userId: row.userId, expires: row.expires }, user };
    },
    // A session lasts its days from signing in; it is not prolonged.
    updateSession: async () => null,
    deleteSession: async (sessionToken) => await endSession(hashSessionToken(sessionToken)),
  };
}

function refuse(what: string): never {
  throw new Error(`next-auth may not ${what} by itself`);
}

function toUser(row: PersonRow | null): AdapterUser | null {
  return row === null ? null : { id: row.id, email: row.email, emailVerified: row.emailVerified, name: row.name };
}
