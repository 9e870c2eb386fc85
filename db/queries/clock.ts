import { sql } from "drizzle-orm";
import type { DbOrTx } from "../client.ts";
import { prepareQuery, runPrepared } from "../prepared.ts";

/** The database's current clock (not the transaction's fixed `now()`), truncated to milliseconds. */
export async function readClock(db: DbOrTx): Promise<Date> {
  const [row] = await clock(db, {});
  if (typeof row?.ms !== "number") throw new Error("readClock: the database answered no instant");
  return new Date(row.ms);
}

const clock = prepareQuery(sql`select floor(extract(epoch from clock_timestamp()) * 1000)::float8 as ms`);

/**
 * The instant of an account's reading (the clock, never before its newest line), and whether by then a hold has lapsed or a
 * month of a plan is due that is not booked yet. Indexes: credit_accounts_pkey, credit_holds_open.
 */
export async function readAccountClock(
  db: DbOrTx,
  account: string,
): Promise<{ at: Date; lapsed: boolean; planDue: boolean }> {
  const [row] = await runPrepared(
    db,
    sql`
    with clock as materialized (
      select greatest(date_trunc('milliseconds', clock_timestamp()),
        (select at from credit_accounts where id = ${account}::uuid)) as at)
    select (extract(epoch from clock.at) * 1000)::float8 as ms, exists (
      select from credit_holds h
      where h.account_id = ${account}::uuid and h.status = 'open' and h.expires_at <= clock.at) as lapsed,
      coalesce((select plan_due_at from credit_accounts where id = ${account}::uuid) <= clock.at, false) as plan_due
    from clock`,
  );
  if (typeof row?.ms !== "number") throw new Error("readAccountClock: the database answered no instant");
  return { at: new Date(row.ms), lapsed: row.lapsed === true, planDue: row.plan_due === true };
}
