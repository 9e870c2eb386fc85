import { and, desc, eq, ne, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { sessions, users } from "../../schema/people.ts";

/** A live session and its user. */
export interface SessionRow {
  userId: string;
  name: string | null;
  email: string;
  demoSlug: string | null;
  method: string | null;
  expires: Date;
  createdAt: Date;
  lastSeenAt: Date;
}

/** The user of a session cookie, for every page and call; null when the session has ended. Index: sessions_pkey. */
export async function readSession(db: DbOrTx, tokenHash: string): Promise<SessionRow | null> {
  const [row] = await db
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      demoSlug: users.demoSlug,
      method: sessions.method,
      expires: sessions.expires,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.sessionToken, tokenHash), sql`${sessions.expires} > clock_timestamp()`))
    .prepare("session")
    .execute();
  return row ?? null;
}

/** Records when a browser was last seen, at most once a minute. Index: sessions_pkey. */
export async function touchSession(db: DbOrTx, tokenHash: string): Promise<void> {
  await db
    .update(sessions)
    .set({ lastSeenAt: sql`clock_timestamp()` })
    .where(
      and(eq(sessions.sessionToken, tokenHash), sql`${sessions.lastSeenAt} < clock_timestamp() - interval '1 minute'`),
    );
}

/** A signed-in browser as stored: `tokenHash` is the hash of a token that only the browser has. */
export interface NewSession {
  tokenHash: string;
  userId: string;
  method: string | null;
  browser: string | null;
  system: string | null;
  expires: Date;
}

/** Signs a browser in. The row has only a hash, so that reading the table gives no access. */
export async function openSession(db: DbOrTx, { tokenHash, ...session }: NewSession): Promise<void> {
  await db.insert(sessions).values({ sessionToken: tokenHash, ...session });
}

/** Signs one browser out; its next request is anonymous. Returns its user, or null when there was none. Index: sessions_pkey. */
export async function closeSession(db: DbOrTx, tokenHash: string): Promise<string | null> {
  const closed = await db
    .delete(sessions)
    .where(eq(sessions.sessionToken, tokenHash))
    .returning({ userId: sessions.userId });
  return closed[0]?.userId ?? null;
}

/** Signs out one browser of a user. Returns whether it was theirs and signed in. Index: sessions_pkey. */
export async function closeSessionOf(
  db: DbOrTx,
  { userId, tokenHash }: { userId: string; tokenHash: string },
): Promise<boolean> {
  const closed = await db
    .delete(sessions)
    .where(and(eq(sessions.sessionToken, tokenHash), eq(sessions.userId, userId)))
    .returning({ userId: sessions.userId });
  return closed.length > 0;
}

/** Signs a user out everywhere, or everywhere except in the current browser. Index: sessions_by_user. */
export async function closeSessionsOf(
  db: DbOrTx,
  { userId, except }: { userId: string; except: string | null },
): Promise<void> {
  const theirs = eq(sessions.userId, userId);
  await db.delete(sessions).where(except === null ? theirs : and(theirs, ne(sessions.sessionToken, except)));
}

/** A signed-in browser on the devices page. `id` identifies it and is not its secret. */
export interface BrowserSession {
  id: string;
  method: string | null;
  browser: string | null;
  system: string | null;
  createdAt: Date;
  lastSeenAt: Date;
}

/** The browsers in which a user is signed in, last seen first. Index: sessions_by_user. */
export async function readSessions(db: DbOrTx, userId: string): Promise<BrowserSession[]> {
  return await db
    .select({
      id: sessions.sessionToken,
      method: sessions.method,
      browser: sessions.browser,
      system: sessions.system,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), sql`${sessions.expires} > clock_timestamp()`))
    .orderBy(desc(sessions.lastSeenAt), sessions.sessionToken);
}
