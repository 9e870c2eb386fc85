import { sql } from "drizzle-orm";
import type { Check } from "./invariant.ts";

/** The source id of a seat's month `m`, as the ledger writes it. */
export const sourceId = sql`format('%s:%s:%s', m.invoice_id, m.seat,
  to_char(m.month_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

/** A seat's month `m` in words. */
export const monthName = sql`format('seat %s of invoice %s in the month from %s', m.seat, m.invoice_id, m.month_start)`;

/** Invariant 11: each paid invoice of a plan has granted each seat and month what it says, once and in time. */
export const planChecks: readonly Check[] = [
  {
    invariant: 11,
    breaches: sql`
      select ${monthName} || case
          when m.done_at is null then format(' is due since %s and not granted', m.due_at)
          when m.refusal is not null then format(' was refused: %s', m.refusal)
          when b.number is null then ' was not granted'
          else format(' grants %s, but %s were granted to account %s', m.credits, b.granted, b.account_id) end as breach,
        row(m.invoice_id, m.seat, m.month_start) as place
      from plan_months m left join credit_batches b on b.source = 'plan' and b.source_id = ${sourceId}
      where (m.done_at is null and m.returned <> m.credits and m.due_at < clock_timestamp() - interval '1 hour') or m.refusal is not null
        or (m.done_at is not null and m.credits > 0 and (b.account_id, b.granted, b.kind)
          is distinct from (m.account_id, m.credits::bigint, 'subscription'::credit_kind))`,
  },
  {
    invariant: 11,
    breaches: sql`
      select format('batch %s of account %s was granted for %s, which no invoice says', number, account_id, source_id) as breach,
        row(account_id, number) as place
      from credit_batches join plan_invoices i on i.id = split_part(source_id, ':', 1)
      where source = 'plan' and not exists (select from plan_months m where m.invoice_id = i.id and ${sourceId} = source_id)`,
  },
  {
    invariant: 11,
    breaches: sql`
      select format('transaction %s of account %s takes %s for %s, which is not what its invoice says', version, account_id,
          -amount, reference) as breach, row(account_id, version) as place
      from credit_transactions t where type = 'revoke' and of_batch is null and not exists (
        select from plan_months m where m.account_id = t.account_id and ${sourceId} = t.reference and m.credits <= t.amount)`,
  },
  {
    invariant: 11,
    breaches: sql`
      select format('account %s says that its next month of a plan is due at %s, but it is at %s', a.id,
          coalesce(a.plan_due_at::text, 'no time'), coalesce(next.at::text, 'no time')) as breach, a.id as place
      from credit_accounts a left join (
        select account_id, min(due_at) as at from plan_months where done_at is null and returned <> credits group by 1) next on next.account_id = a.id
      where a.plan_due_at is distinct from next.at`,
  },
];
