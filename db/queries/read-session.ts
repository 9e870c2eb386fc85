import { and, eq, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { sessions, users } from "../schema/people.ts";

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
