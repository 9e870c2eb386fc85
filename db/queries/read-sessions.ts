import { and, desc, eq, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { sessions } from "../schema/people.ts";

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
