import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Tx } from "../client.ts";

/** A check of one law: what it holds, and a statement whose rows say what breaks it. */
interface Check {
  law: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  breaches: SQL;
}

const breach = z.object({ breach: z.string() });

/** Reads whole tables, so a connection's time limits for statements are lifted; everything is seen at one instant. */
export async function beginVerification(tx: Tx): Promise<void> {
  await tx.execute(sql`set transaction isolation level repeatable read, read only`);
  await tx.execute(sql`set local statement_timeout = 0`);
}

/** The first row that breaks a law, in words, or null when all keep it. For `npm run verify`; scans each table once. */
export async function readFirstBreach(tx: Tx, law: Check["law"]): Promise<string | null> {
  for (const check of checks.filter((each) => each.law === law)) {
    const [row] = await tx.execute(sql`select breach from (${check.breaches}) found order by place limit 1`);
    if (row !== undefined) return breach.parse(row).breach;
  }
  return null;
}

const batchName = sql`format('batch %s of account %s', number, account_id)`;
const lineName = sql`format('transaction %s of account %s', version, account_id)`;

/** What batches had left after each entry that touched them. */
const running = sql`
  select account_id, batch, version, amount,
    sum(amount) over (partition by account_id, batch order by version) as left_after
  from credit_entries`;

/** From which version (inclusive) to which (exclusive, or null) batches had credits left. */
const filled = sql`
  select account_id, batch, version as from_version, until_version from (
    select *, lead(version) over (partition by account_id, batch order by version) as until_version from (
      select *, lag(left_after) over (partition by account_id, batch order by version) as left_before from (${running}) r
    ) turns where (left_after > 0) <> (coalesce(left_before, 0) > 0)
  ) spans where left_after > 0`;

/** Whether an entry is the one that made its batch: a grant's, a correction's upwards, or one that brought credits back as new. */
const makes = sql`(t.type = 'grant' or (t.type = 'adjustment' and e.amount > 0) or e.on_behalf_of is not null)`;

/** Whether a line of its type may bring (or take) what its entry does. */
const mayMove = sql`case
    when t.type in ('grant', 'capture', 'release', 'refund') then r.amount > 0
    when t.type in ('spend', 'hold', 'expiry') then r.amount < 0
    else t.type = 'adjustment' end`;

/** Whether a line took in deduction order: a correction that names a batch did not. */
const keepsOrder = sql`(t.type in ('spend', 'hold') or (t.type = 'adjustment' and t.amount < 0 and t.reference is null))`;

const checks: readonly Check[] = [
  {
    law: 1,
    breaches: sql`
      select ${batchName} || format(' has %s left and %s held of %s', remaining, held, granted) as breach,
        row(account_id, number) as place
      from credit_batches where remaining < 0 or held < 0 or remaining + held > granted or open <> (remaining > 0)`,
  },
  {
    law: 2,
    breaches: sql`
      select ${batchName} || case
          when not found then ': there are entries, but no such batch'
          when grants is distinct from 1 or brought is distinct from granted or brought_at is distinct from granted_at
            then format(' says that %s were granted at %s, but its grant does not', granted, granted_at)
          else format(' has %s left, but its entries add up to %s', remaining, coalesce(total, 0))
        end as breach, row(account_id, number) as place
      from (select account_id, number, granted, remaining, granted_at, true as found from credit_batches) b
      full join (
        select e.account_id, e.batch as number, sum(e.amount) as total,
          count(*) filter (where ${makes}) as grants,
          sum(e.amount) filter (where ${makes}) as brought, max(t.at) filter (where ${makes}) as brought_at
        from credit_entries e left join credit_transactions t using (account_id, version) group by 1, 2
      ) e using (account_id, number)
      where found is null or grants is distinct from 1 or brought <> granted or brought_at <> granted_at
        or remaining is distinct from total`,
  },
  {
    law: 2,
    breaches: sql`
      select ${batchName} || format(' has %s held, but open holds keep %s of it', held, coalesce(kept, 0)) as breach,
        row(account_id, number) as place
      from credit_batches b left join (
        select h.account_id, e.batch as number, -sum(e.amount) as kept
        from credit_holds h join credit_entries e using (account_id, version) where h.status = 'open' group by 1, 2
      ) k using (account_id, number)
      where held is distinct from coalesce(kept, 0)`,
  },
  {
    law: 2,
    breaches: sql`
      select format('hold %s of account %s (%s) keeps %s, used %s and ends at %s, but its lines say otherwise',
          h.number, h.account_id, h.status, h.amount, h.captured, h.expires_at) as breach, row(h.account_id, h.number) as place
      from credit_holds h
      left join credit_transactions t on t.account_id = h.account_id and t.version = h.version
      left join (
        select account_id, hold, count(*) as ends, min(type::text) as type, min(reason) as reason, sum(amount) as returned
        from credit_transactions where type in ('capture', 'release') group by 1, 2
      ) e on e.account_id = h.account_id and e.hold = h.number
      left join lateral (
        select hold_expires_at from credit_transactions x
        where x.account_id = h.account_id and x.hold = h.number and x.hold_expires_at is not null order by version desc limit 1
      ) last on true
      where t.type is distinct from 'hold' or t.hold is distinct from h.number or h.amount <> -t.amount
        or h.expires_at is distinct from last.hold_expires_at
        or h.status::text is distinct from case
          when ends is null then 'open' when ends > 1 then 'ended twice' when e.type = 'capture' then 'captured'
          when e.reason = 'lapsed' then 'lapsed' else 'released' end
        or h.captured <> case when e.type = 'capture' then h.amount - returned else 0 end`,
  },
  {
    law: 3,
    breaches: sql`
      select format('account %s says %s held in %s holds, but its batches have %s held, and %s holds were made',
          a.id, a.held, a.holds, kept, made) as breach, a.id as place
      from credit_accounts a cross join lateral (
        select coalesce(sum(b.held), 0) as kept from credit_batches b where b.account_id = a.id) batches
      cross join lateral (
        select coalesce(max(h.number), 0) as made, count(*) as counted from credit_holds h where h.account_id = a.id) holds
      where (a.held::numeric, a.holds::bigint, a.holds::bigint) is distinct from (kept, made::bigint, counted)`,
  },
  {
    law: 3,
    breaches: sql`
      select format('account %s says %s subscription, %s activity, %s purchased in %s batches, but its batches hold %s, %s, %s in %s',
          a.id, available_subscription, available_activity, available_purchased, a.batches,
          subscription, activity, purchased, made) as breach, a.id as place
      from credit_accounts a cross join lateral (
        select coalesce(sum(remaining) filter (where kind = 'subscription'), 0) as subscription,
          coalesce(sum(remaining) filter (where kind = 'activity'), 0) as activity,
          coalesce(sum(remaining) filter (where kind = 'purchased'), 0) as purchased,
          coalesce(max(number), 0) as made, count(*) as counted
        from credit_batches b where b.account_id = a.id) held
      where (available_subscription, available_activity, available_purchased, a.batches::bigint, a.batches::bigint)
        is distinct from (subscription, activity, purchased, made::bigint, counted)`,
  },
  {
    law: 4,
    breaches: sql`
      select ${lineName} || case
          when coalesce(total, 0) <> amount then format(' says %s, but its entries add up to %s', amount, coalesce(total, 0))
          when balance_before <> previous then format(' starts at %s, but the line before it ended at %s', balance_before, previous)
          else format(' says that %s and %s make %s', balance_before, amount, balance_after)
        end as breach, row(account_id, version) as place
      from (
        select t.*, (select sum(e.amount) from credit_entries e where (e.account_id, e.version) = (t.account_id, t.version)) as total,
          coalesce(lag(balance_after) over (partition by account_id order by version), 0) as previous
        from credit_transactions t) lines
      where coalesce(total, 0) <> amount or balance_after <> balance_before + amount or balance_before <> previous`,
  },
  {
    law: 4,
    breaches: sql`
      select format('account %s has %s credits, but its newest line ended at %s',
          a.id, available_subscription + available_activity + available_purchased, coalesce(balance_after, 0)) as breach, a.id as place
      from credit_accounts a left join credit_transactions t on t.account_id = a.id and t.version = a.version
      where available_subscription + available_activity + available_purchased <> coalesce(balance_after, 0)`,
  },
  {
    law: 5,
    breaches: sql`
      select ${lineName} || case
          when version <> nth then format(' is number %s of its history', nth)
          else format(' is of %s, before the line before it (%s)', at, previous_at)
        end as breach, row(account_id, version) as place
      from (
        select account_id, version, at, row_number() over history as nth, lag(at) over history as previous_at
        from credit_transactions window history as (partition by account_id order by version)) lines
      where version <> nth or at < previous_at`,
  },
  {
    law: 5,
    breaches: sql`
      select format('account %s says version %s at %s, but its newest line is version %s at %s',
          coalesce(a.id, account_id), version, at, coalesce(newest, 0), newest_at) as breach, coalesce(a.id, account_id) as place
      from credit_accounts a full join (
        select account_id, max(version) as newest, max(at) as newest_at from credit_transactions group by 1) t on t.account_id = a.id
      where version is distinct from coalesce(newest, 0) or at is distinct from newest_at`,
  },
  {
    law: 6,
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
        or (t.type in ('grant', 'spend', 'hold', 'adjustment') and b.expires_at <= t.at)`,
  },
  {
    law: 6,
    breaches: sql`
      select format('transaction %s of account %s (%s) ', e.version, e.account_id, t.type) || case
          when passed.expires_at <= t.at then format('stands before the expiry of batch %s, which ended at %s', passed.number, passed.expires_at)
          else format('takes from batch %s and passes over batch %s', e.batch, passed.number)
        end as breach, row(e.account_id, e.version) as place
      from (${filled}) f
      join credit_batches passed on passed.account_id = f.account_id and passed.number = f.batch
      join credit_entries e on e.account_id = f.account_id and e.version >= f.from_version
        and (f.until_version is null or e.version < f.until_version)
      join credit_transactions t on t.account_id = e.account_id and t.version = e.version
      join credit_batches taken on taken.account_id = e.account_id and taken.number = e.batch
      where (t.key_scope is not null and e.version > f.from_version and passed.expires_at <= t.at) or (${keepsOrder}
        and (passed.kind, coalesce(passed.expires_at, 'infinity'), passed.number)
          < (taken.kind, coalesce(taken.expires_at, 'infinity'), taken.number))`,
  },
  {
    law: 7,
    breaches: sql`
      select format('transactions %s of account %s carry the same key in the scope %s', versions, account_id, key_scope) as breach,
        row(account_id, first_version) as place
      from (
        select account_id, key_scope, string_agg(version::text, ' and ' order by version) as versions, min(version) as first_version
        from credit_transactions where key_scope is not null group by account_id, key_scope, idempotency_key having count(*) > 1) keys`,
  },
  {
    law: 7,
    breaches: sql`
      select format('source %s %s: granted %s times, marked %s times', source, source_id,
          coalesce(granted, 0), coalesce(marked, 0)) as breach, row(source, source_id) as place
      from (
        select source, source_id, count(*) as granted, min((account_id, number)::text) as batch
        from credit_batches where source_id is not null group by 1, 2) b
      full join (
        select source, source_id, count(*) as marked, min((s.account_id, e.batch)::text) as batch
        from grant_sources s left join credit_entries e using (account_id, version) group by 1, 2) s using (source, source_id)
      where granted is distinct from 1 or marked is distinct from 1 or b.batch is distinct from s.batch`,
  },
];
