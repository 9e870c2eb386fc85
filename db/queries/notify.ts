import { sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";

/** Announces payloads on a channel when the transaction commits. One statement for all of them. */
export async function notify(db: DbOrTx, channel: string, payloads: readonly string[]): Promise<void> {
  await db.execute(
    sql`select pg_notify(${channel}, p) from jsonb_array_elements_text(${JSON.stringify(payloads)}::jsonb) p`,
  );
}
