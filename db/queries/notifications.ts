import { sql } from "drizzle-orm";
import { arrayText } from "../arrays.ts";
import type { DbOrTx } from "../client.ts";
import { prepareQuery } from "../prepared.ts";

/** Announces payloads on a channel when the transaction commits. One statement for all of them. */
export async function notify(db: DbOrTx, channel: string, payloads: readonly string[]): Promise<void> {
  await notifyAll(db, { channel, payloads: arrayText(payloads) });
}

const notifyAll = prepareQuery(
  sql`select pg_notify(${sql.placeholder("channel")}, p) from unnest(${sql.placeholder("payloads")}::text[]) p`,
);
