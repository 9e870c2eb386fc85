import { sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "../client.ts";
import { runPrepared } from "../prepared.ts";

/** A request to an allowance: `cost` out of the `capacity` of one period of `perSeconds`. */
export interface AllowanceCall {
  key: string;
  capacity: number;
  perSeconds: number;
  cost: number;
}

/**
 * Takes from an allowance in one statement, so that parallel calls cannot take more than there is: the row lock serializes
 * them. A period begins with its first call; after it the whole allowance is available again. Returns whether it was taken.
 * Index: rate_limits_pkey.
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

/** The seconds left in the current period of an allowance, for `Retry-After`; 0 without one. Index: rate_limits_pkey. */
export async function readAllowanceWait(
  db: DbOrTx,
  { key, perSeconds }: { key: string; perSeconds: number },
): Promise<number> {
  const rows = await db.execute(sql`
    select extract(epoch from "at" + make_interval(secs => ${perSeconds}::float8) - clock_timestamp())::float8 as seconds
    from rate_limits where "key" = ${key}`);
  return rows[0] === undefined ? 0 : Math.max(0, waitRow.parse(rows[0]).seconds);
}

/** Adds a cost back to an allowance, up to its capacity. Index: rate_limits_pkey. */
export async function returnAllowance(
  db: DbOrTx,
  { key, capacity, cost }: { key: string; capacity: number; cost: number },
): Promise<void> {
  await db.execute(sql`
    update rate_limits set "left" = least(${capacity}::float8, "left" + ${cost}::float8) where "key" = ${key}`);
}

/** A bucket of at most `capacity` tokens that gains one every `secondsEach`. */
export interface TokenBucket {
  key: string;
  capacity: number;
  secondsEach: number;
}

/**
 * Takes a token from a bucket in one statement, so that parallel calls cannot take more than there are: the row lock
 * serializes them. An unused bucket is full. Returns whether a token was taken. Index: rate_limits_pkey.
 */
export async function takeToken(db: DbOrTx, { key, capacity, secondsEach }: TokenBucket): Promise<boolean> {
  // A clock may differ between processors by microseconds: that must not cost a token.
  const passed = sql`greatest(0, extract(epoch from clock_timestamp() - r."at")::float8)`;
  const refilled = sql`least(${capacity}::float8, r."left" + ${passed} / ${secondsEach}::float8)`;
  const rows = await runPrepared(
    db,
    sql`
    insert into rate_limits as r ("key", "left", "at") values (${key}, ${capacity}::float8 - 1, clock_timestamp())
    on conflict ("key") do update set "left" = ${refilled} - 1, "at" = greatest(r."at", clock_timestamp())
    where ${refilled} >= 1
    returning 1`,
  );
  return rows.length > 0;
}

/** The seconds until a bucket has a token again, for `Retry-After`. Index: rate_limits_pkey. */
export async function readTokenWait(db: DbOrTx, { key, secondsEach }: Omit<TokenBucket, "capacity">): Promise<number> {
  const rows = await db.execute(sql`
    select ((1 - "left") * ${secondsEach}::float8 - extract(epoch from clock_timestamp() - "at"))::float8 as seconds
    from rate_limits where "key" = ${key}`);
  return rows[0] === undefined ? 0 : Math.max(0, waitRow.parse(rows[0]).seconds);
}
