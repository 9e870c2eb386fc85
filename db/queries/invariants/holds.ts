import { sql } from "drizzle-orm";
import { batchName, type Check } from "./invariant.ts";

/** The parts of holds, batch by batch in deduction order: `upto` is the running total. */
const parts = sql`
  select e.account_id, e.version, e.batch, -e.amount as part,
    sum(-e.amount) over (partition by e.account_id, e.version order by b.kind, b.expires_at nulls last, b.number) as upto
  from credit_transactions t join credit_entries e using (account_id, version)
  join credit_batches b on b.account_id = e.account_id and b.number = e.batch where t.type = 'hold'`;

/** Holds against the lines that made, extended and ended them, and against the batches whose credits they reserve. */
export const holdChecks: readonly Check[] = [
  {
    invariant: 2,
    breaches: sql`
      select ${batchName} || format(' has %s held, but open holds keep %s of it', held, coalesce(kept, 0)) as breach,
        row(account_id, number) as place
      from credit_batches b left join (
        select account_id, batch as number, sum(greatest(0, least(part, upto - captured))) as kept
        from credit_holds h join (${parts}) p using (account_id, version) where h.status = 'open' group by 1, 2
      ) k using (account_id, number)
      where held is distinct from coalesce(kept, 0)`,
  },
  {
    invariant: 2,
    breaches: sql`
      select format('hold %s of account %s (%s) keeps %s, used %s and ends at %s, but its lines say otherwise',
          number, account_id, status, amount, captured, expires_at) as breach, row(account_id, number) as place
      from credit_holds h full join (
        select account_id, hold as number,
          count(*) filter (where type = 'hold') as made, max(version) filter (where type = 'hold') as made_by,
          -sum(amount) filter (where type = 'hold') as kept, max(reference) filter (where type = 'hold') as said,
          (array_agg(hold_expires_at order by version desc) filter (where hold_expires_at is not null))[1] as last_end,
          count(*) filter (where ends) as ended,
          max(case when type = 'capture' then 'captured' when reason = 'lapsed' then 'lapsed' else 'released' end)
            filter (where ends) as how,
          coalesce(sum(amount) filter (where type in ('capture', 'release')), 0) as returned,
          sum(captured) as used, bool_or(type = 'capture' and captured is null) as unsaid,
          count(*) filter (where type = 'capture') as captures,
          bool_or(type = 'capture' and hold_expires_at is distinct from case when ends then null else end_before end) as moved,
          max(version) filter (where ends) as ended_by, max(version) as newest
        from (
          select *, type in ('capture', 'release') and hold_expires_at is null as ends,
            lag(hold_expires_at) over (partition by account_id, hold order by version) as end_before
          from credit_transactions where hold is not null) t group by 1, 2
      ) l using (account_id, number)
      where (made, made_by, kept, last_end) is distinct from (1, version, h.amount, expires_at)
        or said is distinct from reference or ended > 1 or ended_by < newest
        or status::text is distinct from coalesce(how, 'open')
        or captured is distinct from case when unsaid then h.amount - returned else coalesce(used, 0) end
        or (unsaid and captures > 1) or moved or returned <> case when ended = 1 then h.amount - captured else 0 end`,
  },
  {
    invariant: 6,
    breaches: sql`
      select format('transaction %s of account %s gives %s back to batch %s, of which its hold kept %s',
          version, account_id, returned, batch, coalesce(kept, 0)) as breach, row(account_id, version, batch) as place
      from (
        select e.account_id, e.version, t.relates_to, coalesce(e.on_behalf_of, e.batch) as batch, sum(e.amount) as returned
        from credit_transactions t join credit_entries e using (account_id, version)
        where t.type in ('capture', 'release') group by 1, 2, 3, 4
      ) back left join (
        select account_id, version as relates_to, batch, -amount as kept from credit_entries
      ) parts using (account_id, relates_to, batch)
      where returned > coalesce(kept, 0)`,
  },
  {
    // A spend took the amounts of its entries; a capture took the next credits of its hold, after earlier captures. An old
    // capture without a number is the only one of its hold: it took the held credits minus those its entries returned.
    invariant: 6,
    breaches: sql`
      select format('transaction %s of account %s: %s were refunded to batch %s, of which it had taken %s',
          relates_to, account_id, refunded, batch, took.total) as breach, row(account_id, relates_to, batch) as place
      from (
        select e.account_id, t.relates_to, coalesce(e.on_behalf_of, e.batch) as batch, sum(e.amount) as refunded
        from credit_transactions t join credit_entries e using (account_id, version) where t.type = 'refund' group by 1, 2, 3
      ) back left join lateral (
        select -sum(e.amount) as taken
        from credit_transactions c join credit_entries e on e.account_id = c.account_id
          and e.version = any(array[c.version, c.relates_to]) and coalesce(e.on_behalf_of, e.batch) = back.batch
        where c.account_id = back.account_id and c.version = back.relates_to
          and (c.type = 'spend' or (c.type = 'capture' and c.captured is null))
      ) whole on true left join (
        select c.account_id, c.version as relates_to, p.batch,
          greatest(0, least(upto, before + c.captured) - greatest(upto - part, before)) as taken
        from (
          select account_id, version, relates_to, captured,
            sum(captured) over (partition by account_id, relates_to order by version) - captured as before
          from credit_transactions where type = 'capture' and captured is not null) c
        join (${parts}) p on p.account_id = c.account_id and p.version = c.relates_to
      ) part using (account_id, relates_to, batch)
      cross join lateral (select coalesce(part.taken, whole.taken, 0) as total) took
      where refunded > took.total`,
  },
];
