import { sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";

/** Gives back what was taken from an allowance, never more than it has. Index: rate_limits_pkey. */
export async function returnAllowance(
  db: DbOrTx,
  { key, capacity, cost }: { key: string; capacity: number; cost: number },
): Promise<void> {
  await db.execute(sql`
    update rate_limits set "left" = least(${capacity}::float8, "left" + ${cost}::float8) where "key" = ${key}`);
}
