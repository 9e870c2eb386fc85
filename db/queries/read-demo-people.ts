import { asc, isNotNull } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { users } from "../schema/people.ts";

/** The people whom the sign-in page of a demonstration offers, in the order in which they were made. */
export async function readDemoPeople(
  db: DbOrTx,
): Promise<{ userId: string; slug: string | null; name: string | null }[]> {
  return await db
    .select({ userId: users.id, slug: users.demoSlug, name: users.name })
    .from(users)
    .where(isNotNull(users.demoSlug))
    .orderBy(asc(users.createdAt), asc(users.demoSlug));
}
