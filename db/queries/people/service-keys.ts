import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { arrayOf, arrayText } from "../../arrays.ts";
import type { DbOrTx } from "../../client.ts";
import { prepareQuery, runPrepared } from "../../prepared.ts";
import { serviceKeys } from "../../schema/people.ts";

const keyRow = z.object({
  name: z.string(),
  client: z.string(),
  hash: z.string(),
  may: z.array(z.string()),
  seen: z.boolean(),
});

/** The valid keys with these hashes, and whether their use was recorded this minute. Index: service_keys_hash_once. */
export async function readServiceKeys(db: DbOrTx, hashes: readonly string[]): Promise<z.infer<typeof keyRow>[]> {
  const rows = await keysByHash(db, { hashes: arrayText(hashes) });
  return rows.map((row) => keyRow.parse(row));
}

const keysByHash = prepareQuery(sql`
  select name, client, hash, to_json(may) as may, coalesce(last_used_at > now() - interval '1 minute', false) as seen
  from service_keys where hash = any(${sql.placeholder("hashes")}::text[]) and revoked_at is null`);

/** Records when keys were last used, at most once a minute. Index: service_keys_pkey. */
export async function touchServiceKeys(db: DbOrTx, names: readonly string[]): Promise<void> {
  await runPrepared(
    db,
    sql`
    update service_keys set last_used_at = now() where name = any(${arrayOf(names, "text")})
      and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
  );
}

/** A key in the list, without its hash. */
export type ListedKey = Omit<typeof serviceKeys.$inferSelect, "hash">;

/** Adds a key, for `npm run keys`. False when the name is taken, also by a revoked key, because histories name their key. */
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

/** Revokes a key at once, for `npm run keys`. False when no valid key has this name. Index: service_keys_pkey. */
export async function revokeServiceKey(db: DbOrTx, name: string): Promise<boolean> {
  const revoked = await db
    .update(serviceKeys)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(serviceKeys.name, name), isNull(serviceKeys.revokedAt)))
    .returning();
  return revoked.length === 1;
}
