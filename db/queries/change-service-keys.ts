import { and, asc, eq, isNull, sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { serviceKeys } from "../schema/people.ts";

/** A key as it is listed: never its hash. */
export type ListedKey = Omit<typeof serviceKeys.$inferSelect, "hash">;

/** Adds a key, for `npm run keys`. False when the name is taken, by a revoked key too: histories name their key. */
export async function addServiceKey(
  db: DbOrTx,
  key: Pick<typeof serviceKeys.$inferInsert, "name" | "client" | "hash" | "may">,
): Promise<boolean> {
  const added = await db.insert(serviceKeys).values(key).onConflictDoNothing({ target: serviceKeys.name }).returning();
  return added.length === 1;
}

/** All keys by name, for `npm run keys`. Index: service_keys_pkey; there are few. */
export async function listServiceKeys(db: DbOrTx): Promise<ListedKey[]> {
  const { name, client, may, createdAt, lastUsedAt, revokedAt } = serviceKeys;
  return await db.select({ name, client, may, createdAt, lastUsedAt, revokedAt }).from(serviceKeys).orderBy(asc(name));
}

/** Ends a key at once, for `npm run keys`. False when no key of this name is in force. Index: service_keys_pkey. */
export async function revokeServiceKey(db: DbOrTx, name: string): Promise<boolean> {
  const revoked = await db
    .update(serviceKeys)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(serviceKeys.name, name), isNull(serviceKeys.revokedAt)))
    .returning();
  return revoked.length === 1;
}
