import type postgres from "postgres";
import { withoutIndexes } from "./without-indexes.ts";

/** Accounts with histories of the same shape. */
export interface Past {
  accounts: number;
  /** Lines of each account's history: first its grants, then spends of one credit. */
  lines: number;
  /** Batches per account; all but the last expire far in the future, and are used first. */
  batches: number;
  /** Credits of each batch but the last, which has more than any run can use. */
  credits: number;
  /** Seconds from a line to the next; 1 unless given. The newest lines are a day old. */
  secondsApart?: number;
}

const plenty = 1_000_000_000;

/**
 * Creates accounts with long histories by set-based SQL, and returns their ids. It writes what `commit` would have
 * written, and keeps every invariant; foreign keys are not checked meanwhile, which needs a superuser.
 */
export async function makeHistories(sql: postgres.Sql, past: Past): Promise<string[]> {
  // In the order of the ids: appending to an index is fastest.
  await sql`create unlogged table making as select row_number() over (order by id) as place, id,
      date_trunc('milliseconds', clock_timestamp()) - make_interval(days => 1, secs => ${past.lines * (past.secondsApart ?? 1)}) as since
      from (select gen_random_uuid() as id from generate_series(1, ${past.accounts})) new`;
  const made = await sql<{ id: string }[]>`select id from making order by place`;
  await withoutIndexes(sql, async () => {
    await Promise.all([writeApart(sql, [writeAccounts, writeEntries], past), writeApart(sql, [writeLines], past)]);
  });
  await sql`drop table making`;
  await sql`vacuum (analyze) credit_accounts, credit_batches, credit_transactions, credit_entries`;
  await sql`checkpoint`;
  return made.map(({ id }) => id);
}

type Write = (sql: postgres.TransactionSql, past: Past) => Promise<void>;

/** On a connection of its own, without checking the rows that foreign keys point at: another connection writes them. */
async function writeApart(sql: postgres.Sql, writes: readonly Write[], past: Past): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`set local synchronous_commit = off`;
    for (const write of writes) await write(tx, past);
  });
}

async function writeAccounts(
  sql: postgres.TransactionSql,
  { lines, batches, credits, secondsApart = 1 }: Past,
): Promise<void> {
  const spends = lines - batches;
  const usedOfLast = Math.max(0, spends - (batches - 1) * credits);
  const usedBefore = Math.min(spends, (batches - 1) * credits);
  await sql`
    insert into credit_accounts (id, version, at, available_activity, available_purchased, batches)
    select id, ${lines}, since + make_interval(secs => ${lines * secondsApart}), ${(batches - 1) * credits - usedBefore}::bigint,
      ${plenty - usedOfLast}::bigint, ${batches} from making order by place`;
  await sql`
    insert into credit_batches (account_id, number, kind, granted, remaining, open, granted_at, expires_at, source, label)
    select id, b, case when b < ${batches} then 'activity' else 'purchased' end::credit_kind, granted, remaining, remaining > 0,
      since + make_interval(secs => b * ${secondsApart}::float8),
      case when b < ${batches} then since + make_interval(years => 2, mins => b) end, 'bench', 'bench'
    from (select * from making order by place) m cross join generate_series(1, ${batches}::int) b
    cross join lateral (select case when b < ${batches} then ${credits}::bigint else ${plenty} end as granted) g
    cross join lateral (select granted - least(granted, greatest(0, ${spends}::bigint - (b - 1)::bigint * ${credits})) as remaining) r`;
}

async function writeLines(
  sql: postgres.TransactionSql,
  { lines, batches, credits, secondsApart = 1 }: Past,
): Promise<void> {
  const all = (batches - 1) * credits + plenty;
  await sql`
    insert into credit_transactions (account_id, version, type, amount, balance_before, balance_after, at, key_scope,
      idempotency_key, fingerprint, feature, units, reason, actor)
    select id, v, case when v > ${batches} then 'spend' else 'grant' end::transaction_type, amount, after - amount, after,
      since + make_interval(secs => v * ${secondsApart}::float8), 'service:bench', uuid_send(gen_random_uuid()), uuid_send(id),
      case when v > ${batches} then 'ai-image' end, case when v > ${batches} then 1 end,
      case when v <= ${batches} then 'bench' end, 'bench'
    from (select * from making order by place) m cross join generate_series(1, ${lines}::int) v
    cross join lateral (select
      case when v > ${batches} then -1 when v < ${batches} then ${credits}::bigint else ${plenty} end as amount,
      case when v >= ${batches} then ${all}::bigint - (v - ${batches}) else v::bigint * ${credits} end as after) line`;
}

async function writeEntries(sql: postgres.TransactionSql, { lines, batches, credits }: Past): Promise<void> {
  await sql`
    insert into credit_entries (account_id, version, batch, amount)
    select id, v, case when v > ${batches} then least(${batches}, (v - ${batches} - 1) / ${credits} + 1) else v end,
      case when v > ${batches} then -1 when v < ${batches} then ${credits}::bigint else ${plenty} end
    from (select * from making order by place) m cross join generate_series(1, ${lines}::int) v`;
}
