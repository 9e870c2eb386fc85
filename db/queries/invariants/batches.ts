import { sql } from "drizzle-orm";
import { batchName, type Check, makesBatch } from "./invariant.ts";

/** Invariants 1 and 2: batches against their own limits and their entries. */
export const batchChecks: readonly Check[] = [
  {
    invariant: 1,
    breaches: sql`
      select ${batchName} || format(' has %s left and %s held of %s', remaining, held, granted) as breach,
        row(account_id, number) as place
      from credit_batches where remaining < 0 or held < 0 or remaining + held > granted or open <> (remaining > 0)`,
  },
  {
    invariant: 2,
    breaches: sql`
      select ${batchName} || case when remaining is null then ': there are entries, but no such batch'
          else format(' has %s left, but its entries add up to %s', remaining, coalesce(total, 0)) end as breach,
        row(account_id, number) as place
      from credit_batches full join (
        select account_id, batch as number, sum(amount) as total from credit_entries group by 1, 2) e using (account_id, number)
      where remaining is distinct from total`,
  },
  {
    invariant: 2,
    breaches: sql`
      select ${batchName} || case
          when made is null then ' was made by no line'
          when made > 1 then ' was made by more than one line'
          when brought <> granted or brought_at <> granted_at
            then format(' says that %s were granted at %s, but its grant does not', granted, granted_at)
          else ' is said to come from elsewhere than its grant says' end as breach,
        row(account_id, number) as place
      from credit_batches left join (
        select e.account_id, e.batch as number, count(*) as made, sum(e.amount) as brought, max(t.at) as brought_at,
          max(e.on_behalf_of) as on_behalf_of, max(t.reason) as reason, max(t.reference) as reference, max(t.type) as type
        from credit_entries e join credit_transactions t using (account_id, version) where ${makesBatch} group by 1, 2
      ) m using (account_id, number)
      where made is distinct from 1 or brought <> granted or brought_at <> granted_at
        or returned_from is distinct from on_behalf_of
        or case when on_behalf_of is not null then source <> 'returned' or source_id is not null
             when type = 'adjustment' then source <> 'operator' or source_id is not null or label is distinct from reason
             else source_id is distinct from reference or label is distinct from reason end`,
  },
  {
    invariant: "rows",
    breaches: sql`
      select format('batch %s of account %s came back for batch %s, but is not of its kind, or not valid for seven days',
          b.number, b.account_id, b.returned_from) as breach, row(b.account_id, b.number) as place
      from credit_batches b left join credit_batches ended on ended.account_id = b.account_id and ended.number = b.returned_from
      where b.returned_from is not null and (ended.kind is distinct from b.kind or ended.label is distinct from b.label
        or ended.returned_from is not null or b.expires_at is distinct from b.granted_at + interval '168 hours'
        or ended.expires_at is null or ended.expires_at > b.granted_at)`,
  },
];
