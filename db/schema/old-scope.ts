import { type AnyColumn, type SQL, sql } from "drizzle-orm";

/**
 * Whether a key's scope is an old device scope. The partial indexes of those rows use the same expression, because
 * otherwise Postgres would not use them.
 */
export function isOldDeviceScope(scope: AnyColumn): SQL {
  return sql`left(${scope}, 7) = 'device:'`;
}
