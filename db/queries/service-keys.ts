import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "../client.ts";
import { runPrepared } from "../prepared.ts";
import { serviceKeys } from "../schema/people.ts";

const keyRow = z.object({
  name: z.string(),
  client: z.string(),
  hash: z.string(),
  may: z.array(z.string()),
  seen: z.boolean(),
});

/** The key with this hash that is still in force, and whether its use was kept this minute. Index: service_keys_hash_once. */
export async function readServiceKey(db: DbOrTx, hash: string): Promise<z.infer<typeof keyRow> | null> {
  const [row] = await runPrepared(
    db,
    sql`
    select name, client, hash, to_json(may) as may, coalesce(last_used_at > now() - interval '1 minute', false) as seen
    from service_keys where hash = ${hash} and revoked_at is null`,
  );
  return row === undefined ? null : keyRow.parse(row);
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
