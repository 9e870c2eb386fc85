import { and, desc, eq, ne, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { sessions, users } from "../../schema/people.ts";

/** A live session with the person it belongs to. */
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

/** Who a session's cookie stands for, on every page and call; null once it has ended. Index: sessions_pkey. */
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

/** Keeps when a browser was last seen, at most once a minute. Index: sessions_pkey. */
export async function touchSession(db: DbOrTx, tokenHash: string): Promise<void> {
  await db
    .update(sessions)
    .set({ lastSeenAt: sql`clock_timestamp()` })
    .where(
      and(eq(sessions.sessionToken, tokenHash), sql`${sessions.lastSeenAt} < clock_timestamp() - interval '1 minute'`),
    );
}

/** A signed-in browser as it is kept: `tokenHash` stands for the token that only the browser holds. */
export interface NewSession {
  tokenHash: string;
  userId: string;
  method: string | null;
  browser: string | null;
  system: string | null;
  expires: Date;
}

/** Signs a browser in. The row holds a hash, so that whoever reads the table cannot act as anybody. */
export async function openSession(db: DbOrTx, { tokenHash, ...session }: NewSession): Promise<void> {
  await db.insert(sessions).values({ sessionToken: tokenHash, ...session });
}

/** Signs one browser out: its next request is a stranger's. Answers whose it was, null for nobody's. Index: sessions_pkey. */
export async function closeSession(db: DbOrTx, tokenHash: string): Promise<string | null> {
  const closed = await db
    .delete(sessions)
    .where(eq(sessions.sessionToken, tokenHash))
    .returning({ userId: sessions.userId });
  return closed[0]?.userId ?? null;
}

/** The same for one browser of a person. Answers whether it was theirs, and signed in. Index: sessions_pkey. */
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

/** Signs a person out everywhere, or everywhere but in the browser that asks. Index: sessions_by_user. */
export async function closeSessionsOf(
  db: DbOrTx,
  { userId, except }: { userId: string; except: string | null },
): Promise<void> {
  const theirs = eq(sessions.userId, userId);
  await db.delete(sessions).where(except === null ? theirs : and(theirs, ne(sessions.sessionToken, except)));
}

/** A signed-in browser of the page of devices. `id` names it without being its secret. */
export interface BrowserSession {
  id: string;
  method: string | null;
  browser: string | null;
  system: string | null;
  createdAt: Date;
  lastSeenAt: Date;
}

/** The browsers in which a person is signed in, the one seen last first. Index: sessions_by_user. */
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
