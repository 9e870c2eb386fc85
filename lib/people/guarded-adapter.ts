import "server-only";
import type { Adapter, AdapterUser } from "next-auth/adapters";
import { openSession, readSession } from "#db/queries/people/sessions.ts";
import { removeLinks, takeLink } from "#db/queries/people/sign-in-links.ts";
import { findPersonByAddress, findPersonById, findPersonByMethod, type PersonRow } from "#db/queries/people/users.ts";
import { database } from "#lib/database.ts";
import { endSession } from "./end-session.ts";
import { nameBrowser } from "./name-browser.ts";
import { hashSessionToken } from "./session-token.ts";

/** The details of one sign-in attempt; the adapter stores them with the session that it creates. */
export interface Attempt {
  method: string | null;
  /** The previous session of this browser, which ends. */
  previous: string | null;
  userAgent: string | null;
}

/**
 * The tables for next-auth, without the right to sign anyone in. On its own, next-auth creates users from addresses
 * that are not verified, and links any identity. Here only `provePerson` creates and links users, before next-auth
 * asks.
 */
export function guardedAdapter(attempt: Attempt): Adapter {
  const db = database();
  return {
    createUser: () => refuse("create a user"),
    linkAccount: () => refuse("link a method"),
    createVerificationToken: () => refuse("email a link"),
    getUser: async (id) => toUser(await findPersonById(db, id)),
    getUserByEmail: async (email) => toUser(await findPersonByAddress(db, email)),
    getUserByAccount: async (account) => toUser(await findPersonByMethod(db, account)),
    // next-auth stores a verified address here: `provePerson` has done so already.
    updateUser: async ({ id }) => toUser(await findPersonById(db, id)) ?? refuse("change a user"),
    useVerificationToken: async ({ identifier, token }) => {
      const link = await takeLink(db, { identifier, token });
      if (link !== null) await removeLinks(db, identifier);
      return link;
    },
    createSession: async ({ sessionToken, userId, expires }) => {
      if (attempt.method === null) refuse("open a session without a user");
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
    // A session lasts a fixed time from sign-in; it is not extended.
    updateSession: async () => null,
    deleteSession: async (sessionToken) => await endSession(hashSessionToken(sessionToken)),
  };
}

function refuse(what: string): never {
  throw new Error(`next-auth must not ${what} on its own`);
}

function toUser(row: PersonRow | null): AdapterUser | null {
  return row === null ? null : { id: row.id, email: row.email, emailVerified: row.emailVerified, name: row.name };
}
