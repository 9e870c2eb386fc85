import { sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";

/**
 * The version of an account's first line at or after an instant, one more than its newest when there is none; `null` is
 * after all of them. Versions have no gaps and their instants never fall, so that halving finds it. Index: credit_transactions_pkey, about 20 look-ups for a million.
 */
export async function readFirstVersion(db: DbOrTx, account: string, at: Date | null): Promise<number> {
  const instant = sql`${at?.toISOString() ?? "infinity"}::timestamptz`;
  const [row] = await db.execute<{ low: string }>(sql`
    with recursive halves as (
      select 1::bigint as low, version + 1 as high from credit_accounts where id = ${account}
      union all
      select case when t.at < ${instant} then middle + 1 else low end,
        case when t.at < ${instant} then high else middle end
      from (select low, high, (low + high) / 2 as middle from halves where low < high) h
      join credit_transactions t on t.account_id = ${account} and t.version = h.middle
    )
    select low from halves where low = high`);
  if (row === undefined) throw new Error(`There is no account ${account}`);
  return Number(row.low);
}
