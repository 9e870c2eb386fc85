import { sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { runPrepared } from "../prepared.ts";

/** The database's clock as it runs (not the frozen `now()` of the transaction), cut to milliseconds. */
export async function readClock(db: DbOrTx): Promise<Date> {
  const [row] = await runPrepared(db, sql`select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as ms`);
  if (typeof row?.ms !== "number") throw new Error("readClock: the database answered no instant");
  return new Date(row.ms);
}
