import { and, eq, isNull, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { serviceKeys } from "../schema/people.ts";

/** The key with this hash that is still in force. Index: service_keys_hash_once. */
export async function readServiceKey(db: DbOrTx, hash: string): Promise<typeof serviceKeys.$inferSelect | null> {
  const [row] = await db
    .select()
    .from(serviceKeys)
    .where(and(eq(serviceKeys.hash, hash), isNull(serviceKeys.revokedAt)));
  return row ?? null;
}

/** Keeps when a key was last used, at most once a minute. Index: service_keys_pkey. */
export async function touchServiceKey(db: DbOrTx, name: string): Promise<void> {
  await db
    .update(serviceKeys)
    .set({ lastUsedAt: sql`now()` })
    .where(
      and(
        eq(serviceKeys.name, name),
        sql`(${serviceKeys.lastUsedAt} is null or ${serviceKeys.lastUsedAt} < now() - interval '1 minute')`,
      ),
    );
}
