import { sql } from "drizzle-orm";
import { arrayOf } from "../arrays.ts";
import type { DbOrTx } from "../client.ts";
import { runPrepared } from "../prepared.ts";

/** Announces payloads on a channel when the transaction commits. One statement for all of them. */
export async function notify(db: DbOrTx, channel: string, payloads: readonly string[]): Promise<void> {
  await runPrepared(db, sql`select pg_notify(${channel}, p) from unnest(${arrayOf(payloads, "text")}) p`);
}
