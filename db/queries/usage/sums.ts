import { sql } from "drizzle-orm";
import { arrayOf } from "../../arrays.ts";
import type { DbOrTx } from "../../client.ts";
import { usedParts } from "./used-parts.ts";

/** What use can be grouped by. */
export const usageGroups = ["feature", "kind", "platform"] as const;
export type UsageGroup = (typeof usageGroups)[number];

/** Use between a mark and the next one. */
export interface UsageSumRow {
  /** The number of the first of the two marks, from 0. */
  mark: number;
  /** A feature's slug, a kind, or a platform; `service` for product back ends. */
  name: string;
  used: number;
}

/**
 * An account's use between neighbouring marks: instants that begin a quarter of an hour, rising. Totals are looked up at each
 * mark, so that the lines between them do not count; those that are not in the totals yet are added. Sums of 0 are
 * omitted. One statement, hence one snapshot; the progress that is read before it only tells the planner how few lines are not
 * in the totals yet. Indexes: usage_totals_pkey, usage_progress_pkey, credit_transactions_pkey.
 */
export async function readUsageSums(
  db: DbOrTx,
  account: string,
  { marks, group }: { marks: readonly Date[]; group: UsageGroup },
): Promise<UsageSumRow[]> {
  const at = arrayOf(marks, "timestamptz");
  const added = await readProgress(db, account);
  const key = sql`feature, kind, platform`;
  const first = (after: ReturnType<typeof sql>) => sql`(
    select u.feature, u.kind, u.platform from usage_totals u where u.account_id = ${account} ${after}
    order by u.feature, u.kind, u.platform limit 1)`;
  const rows = await db.execute<{ mark: number; name: string; used: string }>(sql`
    with recursive progress as (
      select coalesce((select version from usage_progress where account_id = ${account}), 0) as version
    ), series as (
      ${first(sql``)}
      union all
      select next.* from series s cross join lateral ${first(
        sql`and (u.feature, u.kind, u.platform) > (s.feature, s.kind, s.platform)`,
      )} next
    ), at_marks as (
      select ${key}, n, coalesce((
        select total from usage_totals u
        where u.account_id = ${account} and u.feature = s.feature and u.kind = s.kind and u.platform = s.platform
          and u.quarter_at < m.at
        order by u.quarter_at desc limit 1), 0) as total
      from series s cross join unnest(${at}) with ordinality as m(at, n)
    ), used as (
      select ${key}, n, lead(total) over (partition by ${key} order by n) - total as used from at_marks
      union all
      select ${key}, width_bucket(at, ${at}), used
      from progress p cross join lateral (${usedParts(sql`t.account_id = ${account} and t.version > ${added} and t.version > p.version`)}) parts
    )
    select (n - 1)::int as mark, ${sql.raw(group)}::text as name, sum(used) as used from used
    where n between 1 and ${marks.length - 1} and used <> 0 group by 1, 2 having sum(used) <> 0 order by 1, 2`);
  return rows.map(({ mark, name, used }) => ({ mark, name, used: Number(used) }));
}

/** When an account first used credits; null before. Index: credit_transactions_pkey, up to the first such line. */
export async function readFirstUse(db: DbOrTx, account: string): Promise<Date | null> {
  const [row] = await db.execute<{ at: string }>(sql`
    select at from credit_transactions where account_id = ${account} and type in ('spend', 'capture')
    order by version limit 1`);
  return row === undefined ? null : new Date(row.at);
}

/** Up to which version an account's lines are in its totals. It never falls. Index: usage_progress_pkey. */
async function readProgress(db: DbOrTx, account: string): Promise<number> {
  const [row] = await db.execute<{ version: string }>(
    sql`select version from usage_progress where account_id = ${account}`,
  );
  return Number(row?.version ?? 0);
}
