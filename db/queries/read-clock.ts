import { sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";

/** The database's clock as it runs (not the frozen `now()` of the transaction), cut to milliseconds. */
export async function readClock(db: DbOrTx): Promise<Date> {
  const [row] = await db.execute<{ ms: number }>(
    sql`select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  );
  if (row === undefined) throw new Error("readClock: the database answered no row");
  return new Date(row.ms);
}
