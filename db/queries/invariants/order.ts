import { sql } from "drizzle-orm";
import { type Check, running } from "./invariant.ts";

/** Whether a line of this type can add (or take) what its entry does. */
const mayMove = sql`case
    when t.type in ('grant', 'capture', 'release', 'refund', 'reinstate') then r.amount > 0
    when t.type in ('spend', 'hold', 'expiry', 'revoke', 'repayment') then r.amount < 0
    else t.type = 'adjustment' end`;

/** Whether a line took in deduction order; an adjustment with a named batch did not. */
const keepsOrder = sql`(t.type in ('spend', 'hold') or (t.type = 'adjustment' and t.amount < 0 and t.reference is null))`;

/** The versions during which batches had credits left: from (inclusive) to (exclusive, or null). */
const filled = sql`
  select account_id, batch, version as from_version, until_version from (
    select *, lead(version) over (partition by account_id, batch order by version) as until_version from (
      select *, lag(left_after) over (partition by account_id, batch order by version) as left_before from (${running}) r
    ) turns where (left_after > 0) <> (coalesce(left_before, 0) > 0)
  ) spans where left_after > 0`;

/** Lines are compared in windows of this size, so that the work for an account grows linearly with its history. */
const stretch = sql.raw("128");

/** Invariant 6: lines take in deduction order, and only from the right batches. */
export const orderChecks: readonly Check[] = [
  {
    invariant: 6,
    breaches: sql`
      select format('transaction %s of account %s (%s) ', r.version, r.account_id, t.type) || case
          when r.amount = 0 or not ${mayMove} then format('brings %s to batch %s', r.amount, r.batch)
          when left_after < 0 then format('takes %s from batch %s, which had %s', -r.amount, r.batch, left_after - r.amount)
          when t.type = 'expiry' and left_after <> 0 then format('leaves %s in batch %s', left_after, r.batch)
          else format('of %s touches batch %s, which ends at %s', t.at, r.batch, coalesce(b.expires_at::text, 'no time'))
        end as breach, row(r.account_id, r.version) as place
      from (${running}) r
      join credit_transactions t using (account_id, version)
      join credit_batches b on b.account_id = r.account_id and b.number = r.batch
      where r.amount = 0 or not ${mayMove} or left_after < 0
        or (t.type = 'expiry' and (left_after <> 0 or b.expires_at is null or b.expires_at > t.at))
        or (b.expires_at <= t.at and (t.type in ('grant', 'spend', 'hold', 'adjustment', 'repayment')
          or (t.type = 'revoke' and t.relates_to is null)))`,
  },
  {
    // An expired batch still had credits before another line, which should have booked the expiry first.
    invariant: 6,
    breaches: sql`
      select format('transaction %s of account %s (%s) stands before the expiry of batch %s, which ended at %s',
          late.version, f.account_id, late.type, f.batch, b.expires_at) as breach, row(f.account_id, late.version) as place
      from (${filled}) f
      join credit_batches b on b.account_id = f.account_id and b.number = f.batch and b.expires_at is not null
      cross join lateral (
        select at from credit_transactions t
        where t.account_id = f.account_id and t.version > f.from_version
          and t.version < coalesce(f.until_version, 9223372036854775807) and t.key_scope is not null
        order by t.version desc limit 1) last
      cross join lateral (
        select version, type from credit_transactions t
        where last.at >= b.expires_at and t.account_id = f.account_id and t.version > f.from_version
          and t.at >= b.expires_at and t.key_scope is not null
        order by t.version limit 1) late`,
  },
  {
    // Consecutive lines that take from the same position form one run; a run skips a batch that is earlier in the order and
    // had credits left while one of its lines was written.
    invariant: 6,
    breaches: sql`
      with placed as materialized (
        select account_id, number, row_number() over (
          partition by account_id order by kind, coalesce(expires_at, 'infinity'), number) as place
        from credit_batches
      ), takes as (
        select e.account_id, e.version, max((p.place << 32) + p.number) as taken
        from credit_entries e join credit_transactions t using (account_id, version)
        join placed p on p.account_id = e.account_id and p.number = e.batch
        where ${keepsOrder} group by 1, 2
      ), runs as materialized (
        select account_id, stretch, taken >> 32 as place, taken & 4294967295 as batch,
          min(version) as first_version, max(version) as last_version
        from (
          select *, version / ${stretch} as stretch, count(*) filter (where turns) over (partition by account_id order by version) as run
          from (
            select *, taken is distinct from lag(taken) over (partition by account_id order by version) as turns from takes) t
        ) r group by account_id, run, stretch, taken
      ), spans as materialized (
        select f.*, p.place, part.stretch
        from (${filled}) f
        join placed p on p.account_id = f.account_id and p.number = f.batch
        join credit_accounts a on a.id = f.account_id
        cross join lateral generate_series(f.from_version / ${stretch}, coalesce(f.until_version, a.version) / ${stretch}) as part(stretch)
      ), pairs as materialized (
        select r.account_id, r.batch, s.batch as passed, r.last_version,
          greatest(r.first_version, s.from_version) as from_version, coalesce(s.until_version, 9223372036854775807) as until_version
        from runs r join spans s on s.account_id = r.account_id and s.stretch = r.stretch and s.place < r.place
          and s.from_version <= r.last_version and coalesce(s.until_version, 9223372036854775807) > r.first_version
      )
      select format('transaction %s of account %s (%s) takes from batch %s and passes over batch %s',
          found.version, p.account_id, found.type, p.batch, p.passed) as breach, row(p.account_id, found.version) as place
      from pairs p cross join lateral (
        select version, type from credit_transactions t
        where t.account_id = p.account_id and t.version >= p.from_version and t.version <= p.last_version
          and t.version < p.until_version and ${keepsOrder}
        order by version limit 1) found`,
  },
];
