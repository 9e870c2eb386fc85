import { sql } from "drizzle-orm";
import { batchName, type Check } from "./invariant.ts";

/** Batches with their families: those that came back from a batch belong to it. */
const families = sql`
  select account_id, coalesce(returned_from, number) as number, sum(remaining) as remaining, sum(held) as held,
    sum(forfeited) as forfeited
  from credit_batches group by 1, 2`;

/** What the lines about returned payments say of each batch: entries of its family are taken, others repaid. */
const said = sql`
  select t.account_id, t.of_batch as number, sum(t.debt_change) as owed,
    (array_agg(t.target order by t.version desc))[1] as target,
    max(t.version) filter (where t.type = 'revoke' and t.key_scope is not null) as revoked_by,
    coalesce(sum(e.taken), 0) as taken, coalesce(sum(e.repaid), 0) as repaid
  from credit_transactions t left join (
    select e.account_id, e.version, -coalesce(sum(e.amount) filter (where coalesce(b.returned_from, b.number) = t.of_batch), 0) as taken,
      -coalesce(sum(e.amount) filter (where coalesce(b.returned_from, b.number) <> t.of_batch), 0) as repaid
    from credit_transactions t join credit_entries e using (account_id, version)
    join credit_batches b on b.account_id = e.account_id and b.number = e.batch
    where t.of_batch is not null group by 1, 2
  ) e using (account_id, version)
  where t.of_batch is not null group by 1, 2`;

/** Invariants 9 and 10: debt, and what is taken back of each batch, against the lines and against what became of it. */
export const returnedChecks: readonly Check[] = [
  {
    invariant: 9,
    breaches: sql`
      select format('account %s says a debt of %s, but its lines add up to %s and its batches owe %s',
          a.id, a.debt, coalesce(lines.debt, 0), coalesce(batches.owed, 0)) as breach, a.id as place
      from credit_accounts a
      left join (select account_id, sum(debt_change) as debt from credit_transactions where debt_change <> 0 group by 1) lines
        on lines.account_id = a.id
      left join (select account_id, sum(owed) as owed from credit_batches where owed <> 0 group by 1) batches
        on batches.account_id = a.id
      where (a.debt, a.debt) is distinct from (coalesce(lines.debt, 0), coalesce(batches.owed, 0)) or a.debt < 0`,
  },
  {
    invariant: 9,
    breaches: sql`
      select ${batchName} || format(' says target %s, %s taken back, %s owed, %s repaid since line %s, but its lines say %s, %s, %s, %s since %s',
          coalesce(b.target::text, 'none'), taken_back, b.owed, b.repaid, coalesce(b.revoked_by::text, 'none'),
          coalesce(s.target::text, 'none'), coalesce(s.taken, 0), coalesce(s.owed, 0), coalesce(s.repaid, 0),
          coalesce(s.revoked_by::text, 'none')) as breach, row(account_id, number) as place
      from credit_batches b full join (${said}) s using (account_id, number)
      where (b.target, b.taken_back, b.owed, b.repaid, b.revoked_by) is distinct from
        (s.target, coalesce(s.taken, 0), coalesce(s.owed, 0), coalesce(s.repaid, 0), s.revoked_by)
        or (b.target is not null and b.returned_from is not null)`,
  },
  {
    invariant: 10,
    breaches: sql`
      select ${batchName} || case when f.remaining > 0 and b.taken_back < b.target
          then format(' has %s left, but only %s of %s are taken back', f.remaining, taken_back, target)
          else format(' is to lose %s: %s taken back, %s owed, %s repaid, %s forgiven, %s gone and %s held do not make that',
            target, taken_back, owed, repaid, forgiven, f.forfeited, f.held) end as breach,
        row(account_id, number) as place
      from credit_batches b join (${families}) f using (account_id, number)
      where b.returned_from is null and b.target is not null and (
        owed + repaid + forgiven <> greatest(0, target - taken_back - f.forfeited - f.held)
        or (f.remaining > 0 and taken_back < target))`,
  },
  {
    invariant: 10,
    breaches: sql`
      select ${batchName} || format(' says that %s left it unused, but its lines say %s', forfeited, coalesce(gone, 0)) as breach,
        row(account_id, number) as place
      from credit_batches b left join (
        select e.account_id, e.batch as number, -sum(e.amount) as gone
        from credit_entries e join credit_transactions t using (account_id, version)
        where e.amount < 0 and (t.type in ('expiry', 'adjustment') or (t.type = 'revoke' and t.of_batch is null)) group by 1, 2
      ) g using (account_id, number)
      where forfeited <> coalesce(gone, 0)`,
  },
];
