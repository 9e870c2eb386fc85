import { sql } from "drizzle-orm";
import type { Db, Tx } from "../../client.ts";
import { quarterOf, usedParts } from "./used-parts.ts";

/** Accounts with at least so many lines that are not in their usage totals. It reads all accounts; for the job. */
export async function readAccountsBehind(
  db: Db,
  { lines, limit }: { lines: number; limit: number },
): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select a.id from credit_accounts a left join usage_progress p on p.account_id = a.id
    where a.version - coalesce(p.version, 0) >= ${lines} order by a.id limit ${limit}`);
  return rows.map(({ id }) => id);
}

/** Makes an account's progress at its first line, unless it has one. */
export async function openProgress(db: Db, account: string): Promise<void> {
  await db.execute(sql`insert into usage_progress (account_id, version) values (${account}, 0) on conflict do nothing`);
}

/**
 * Locks an account's progress until the transaction ends, and returns the version it has reached. Null when another
 * process has it, which is adding the same lines.
 */
export async function lockProgress(tx: Tx, account: string): Promise<number | null> {
  const [row] = await tx.execute<{ version: string }>(
    sql`select version from usage_progress where account_id = ${account} for update skip locked`,
  );
  return row === undefined ? null : Number(row.version);
}

/**
 * Adds the next lines after a version, at most `limit`, to the account's totals, and returns the version they reach. It is
 * for the holder of `lockProgress`. Instants never fall, so a line's quarter is the newest of its totals, or a new one.
 */
export async function addLines(
  tx: Tx,
  account: string,
  { after, limit }: { after: number; limit: number },
): Promise<number> {
  const [reached] = await tx.execute<{ version: string }>(
    sql`select least(version, ${after + limit}::bigint) as version from credit_accounts where id = ${account}`,
  );
  const upTo = Number(reached?.version ?? after);
  if (upTo <= after) return after;
  const lines = sql`t.account_id = ${account} and t.version > ${after} and t.version <= ${upTo}`;
  await tx.execute(sql`
    insert into usage_totals (account_id, feature, kind, platform, quarter_at, total)
    select ${account}::uuid, n.feature, n.kind, n.platform, n.quarter_at, coalesce(newest.total, 0)
      + sum(n.used) over (partition by n.feature, n.kind, n.platform order by n.quarter_at)
    from (
      select feature, kind, platform, ${quarterOf(sql`at`)} as quarter_at, sum(used) as used
      from (${usedParts(lines)}) parts group by 1, 2, 3, 4) n
    left join lateral (
      select total from usage_totals u
      where u.account_id = ${account} and u.feature = n.feature and u.kind = n.kind and u.platform = n.platform
      order by u.quarter_at desc limit 1) newest on true
    on conflict on constraint usage_totals_pkey do update set total = excluded.total`);
  await tx.execute(sql`update usage_progress set version = ${upTo} where account_id = ${account}`);
  return upTo;
}
