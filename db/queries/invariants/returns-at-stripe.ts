import { sql } from "drizzle-orm";
import type { Check } from "./invariant.ts";
import { monthName, sourceId } from "./plans.ts";

const frozen = sql`(p.warned_at is not null and p.cleared_at is null)`;

const back = sql`least(p.paid_cents, p.returned_cents + p.disputed_cents)::numeric`;

/** What is to be taken back of each month of a returned invoice: of each seat its share, from the last month. */
const dueMonths = sql`
  select m.*, ${frozen} as frozen, greatest(0, least(m.credits, case when p.paid_cents = 0 then 0
      else ceil(sum(m.credits) over (partition by m.invoice_id, m.seat) * ${back} / p.paid_cents) end
    - coalesce(sum(m.credits) over (partition by m.invoice_id, m.seat order by m.month_start desc
        rows between unbounded preceding and 1 preceding), 0))) as due
  from plan_months m join payments p on p.invoice_id = m.invoice_id where m.credits > 0`;

const disputed = sql`
  select o.user_id, p.id from payments p join orders o on o.id = p.order_id
    where p.dispute in ('open', 'lost') and p.unfrozen_at is null
  union all
  select s.user_id, p.id from payments p join plan_invoices i on i.id = p.invoice_id
    join subscriptions s on s.id = i.subscription_id
    where p.dispute in ('open', 'lost') and p.unfrozen_at is null`;

/** Invariant 8, where money went back: batches, months to come and purchases follow what Stripe said of each payment. */
export const returnAtStripeChecks: readonly Check[] = [
  {
    invariant: 8,
    breaches: sql`
      select format('payment %s of order %s was returned: %s of %s credits are to be taken back, but batch %s says %s', p.id,
          p.order_id, due.target, b.granted, b.number, coalesce(b.target, 0)) as breach, p.id as place
      from payments p join credit_batches b on b.source = 'order' and b.source_id = p.order_id::text
      cross join lateral (select case when p.paid_cents = 0 then 0 else ceil(b.granted * ${back} / p.paid_cents) end as target) due
      where case when ${frozen} then coalesce(b.target, 0) < due.target else coalesce(b.target, 0) <> due.target end`,
  },
  {
    invariant: 8,
    breaches: sql`
      select ${monthName} || format(' is to lose %s of %s, but it says %s', m.due, m.credits, m.returned) as breach,
        row(m.invoice_id, m.seat, m.month_start) as place
      from (${dueMonths}) m
      where m.returned <> case when m.frozen and m.done_at is null then m.credits else m.due end
      union all
      select ${monthName} || format(' says that %s are to be taken back, but no money was returned', m.returned),
        row(m.invoice_id, m.seat, m.month_start)
      from plan_months m left join payments p on p.invoice_id = m.invoice_id where p.id is null and m.returned <> 0`,
  },
  {
    invariant: 8,
    breaches: sql`
      select ${monthName} || format(' is to lose %s, but batch %s says %s', m.returned, b.number, coalesce(b.target, 0)) as breach,
        row(m.invoice_id, m.seat, m.month_start) as place
      from (${dueMonths}) m join credit_batches b on b.source = 'plan' and b.source_id = ${sourceId}
      where case when m.frozen then coalesce(b.target, 0) < m.returned else coalesce(b.target, 0) <> m.returned end`,
  },
  {
    invariant: 8,
    breaches: sql`
      select format('account %s buys nothing because of payment %s, but it is payment %s', a.id,
          coalesce(a.buying_frozen_by, 'none'), coalesce(d.payment, 'none')) as breach, a.id as place
      from credit_accounts a
      left join (select user_id, min(id) as payment from (${disputed}) one group by 1) d on d.user_id = a.id
      where a.buying_frozen_by is distinct from d.payment or (a.buying_frozen_at is null) <> (d.payment is null)`,
  },
];
