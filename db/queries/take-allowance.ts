import { sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "../client.ts";
import { runPrepared } from "../prepared.ts";

/** What is asked of an allowance: `cost` of the `capacity` that one period of `perSeconds` has. */
export interface AllowanceCall {
  key: string;
  capacity: number;
  perSeconds: number;
  cost: number;
}

/**
 * Takes from an allowance in one statement, so that parallel calls can never take more than there is: the row's lock
 * puts them in turn. A period begins with its first call; when it is over, the whole allowance is there again.
 * Answers whether it was taken. Index: rate_limits_pkey.
 */
export async function takeAllowance(db: DbOrTx, { key, capacity, perSeconds, cost }: AllowanceCall): Promise<boolean> {
  const over = sql`r."at" + make_interval(secs => ${perSeconds}::float8) <= clock_timestamp()`;
  const rows = await runPrepared(
    db,
    sql`
    insert into rate_limits as r ("key", "left", "at")
    values (${key}, ${capacity}::float8 - ${cost}::float8, clock_timestamp())
    on conflict ("key") do update set
      "left" = case when ${over} then ${capacity}::float8 else r."left" end - ${cost}::float8,
      "at" = case when ${over} then clock_timestamp() else r."at" end
    where r."left" >= ${cost}::float8 or ${over}
    returning 1`,
  );
  return rows.length > 0;
}

const waitRow = z.object({ seconds: z.number() });

/** How many seconds the running period of an allowance still has, for `Retry-After`; 0 when none runs. Index: rate_limits_pkey. */
export async function readAllowanceWait(
  db: DbOrTx,
  { key, perSeconds }: { key: string; perSeconds: number },
): Promise<number> {
  const rows = await db.execute(sql`
    select extract(epoch from "at" + make_interval(secs => ${perSeconds}::float8) - clock_timestamp())::float8 as seconds
    from rate_limits where "key" = ${key}`);
  return rows[0] === undefined ? 0 : Math.max(0, waitRow.parse(rows[0]).seconds);
}
