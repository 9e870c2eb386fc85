import { and, eq, ne } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { sessions } from "../schema/people.ts";

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
