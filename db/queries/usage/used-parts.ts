import { type SQL, sql } from "drizzle-orm";

/**
 * What lines used, as rows of account_id, version, at, feature, kind, platform and used (whole credits; negative where a
 * refund gives back). A spend and a refund count by their entries; a capture by its part of its hold's entries, after what
 * earlier captures used. Holds and releases use nothing. Captures and refunds count at their own instant, on the platform that
 * the credits were used on. `lines` is a condition on `t`, the lines. Indexes: credit_transactions_pkey,
 * credit_entries_pkey, credit_transactions_by_relation.
 */
export function usedParts(lines: SQL): SQL {
  return sql`
    select t.account_id, t.version, t.at, t.feature, b.kind,
      coalesce(case t.type when 'spend' then t.platform else coalesce(h.platform, r.platform) end, 'service') as platform,
      -e.amount as used
    from credit_transactions t
    join credit_entries e on e.account_id = t.account_id and e.version = t.version
    join credit_batches b on b.account_id = e.account_id and b.number = e.batch
    left join credit_transactions r on t.type = 'refund' and r.account_id = t.account_id and r.version = t.relates_to
    left join credit_transactions h on r.type = 'capture' and h.account_id = r.account_id and h.version = r.relates_to
    where t.type in ('spend', 'refund') and ${lines}
    union all
    select t.account_id, t.version, t.at, t.feature, part.kind, coalesce(h.platform, 'service'),
      least(part.up_to, own.before + own.used) - greatest(part.up_to - part.amount, own.before)
    from credit_transactions t
    join credit_transactions h on h.account_id = t.account_id and h.version = t.relates_to
    join credit_holds on credit_holds.account_id = t.account_id and credit_holds.number = t.hold
    cross join lateral (
      select coalesce(t.captured, credit_holds.captured) as used, coalesce(sum(c.captured), 0)::bigint as before
      from credit_transactions c
      where c.account_id = t.account_id and c.relates_to = t.relates_to and c.type = 'capture' and c.version < t.version) own
    join lateral (
      select b.kind, -e.amount as amount,
        (sum(-e.amount) over (order by b.kind, b.expires_at nulls last, e.batch))::bigint as up_to
      from credit_entries e join credit_batches b on b.account_id = e.account_id and b.number = e.batch
      where e.account_id = h.account_id and e.version = h.version) part
      on part.up_to > own.before and part.up_to - part.amount < own.before + own.used
    where t.type = 'capture' and ${lines}`;
}

/** The quarter of an hour, in UTC, that an instant lies in. Every time zone's days begin with one. */
export function quarterOf(at: SQL): SQL {
  return sql`date_bin('15 minutes', ${at}, 'epoch'::timestamptz)`;
}
