import { type AnyColumn, type SQL, sql } from "drizzle-orm";

/**
 * Whether a key's scope is that of one device, as old rows have it. The indexes that have those rows alone say it in the
 * same words: only so does Postgres use them.
 */
export function isOldDeviceScope(scope: AnyColumn): SQL {
  return sql`left(${scope}, 7) = 'device:'`;
}
