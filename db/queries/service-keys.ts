import { sql } from "drizzle-orm";
import { z } from "zod";
import { arrayOf } from "../arrays.ts";
import type { DbOrTx } from "../client.ts";
import { runPrepared } from "../prepared.ts";

const keyRow = z.object({
  name: z.string(),
  client: z.string(),
  hash: z.string(),
  may: z.array(z.string()),
  seen: z.boolean(),
});

/** Those keys with these hashes that are still in force, and whether their use was kept this minute. Index: service_keys_hash_once. */
export async function readServiceKeys(db: DbOrTx, hashes: readonly string[]): Promise<z.infer<typeof keyRow>[]> {
  const rows = await runPrepared(
    db,
    sql`
    select name, client, hash, to_json(may) as may, coalesce(last_used_at > now() - interval '1 minute', false) as seen
    from service_keys where hash = any(${arrayOf(hashes, "text")}) and revoked_at is null`,
  );
  return rows.map((row) => keyRow.parse(row));
}

/** Keeps when keys were last used, at most once a minute. Index: service_keys_pkey. */
export async function touchServiceKeys(db: DbOrTx, names: readonly string[]): Promise<void> {
  await runPrepared(
    db,
    sql`
    update service_keys set last_used_at = now() where name = any(${arrayOf(names, "text")})
      and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
  );
}
