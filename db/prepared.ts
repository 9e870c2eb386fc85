import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import type { DbOrTx } from "./client.ts";

const dialect = new PgDialect();

/**
 * Runs a statement whose text never changes, whatever its parameters: a connection parses and plans it once, and can
 * send it behind others without waiting for their answers. Anything else costs a round trip and a plan each time.
 */
export async function runPrepared(db: DbOrTx, query: SQL): Promise<Record<string, unknown>[]> {
  const rows: unknown = await db._.session
    .prepareQuery(dialect.sqlToQuery(query), undefined, "prepared", false)
    .execute();
  return rowsOf(rows);
}

function rowsOf(rows: unknown): Record<string, unknown>[] {
  return Array.isArray(rows) ? rows : [];
}
