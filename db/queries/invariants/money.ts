import { sql } from "drizzle-orm";
import type { Check } from "./invariant.ts";

/** Invariant 8: each payment was granted exactly once, with its amount. */
export const moneyChecks: readonly Check[] = [
  {
    // Validity is counted from just before the grant, in whole minutes rounded up.
    invariant: 8,
    breaches: sql`
      select format('order %s of account %s (%s, %s credits) is paid in line %s, but %s',
          o.id, o.user_id, o.status, o.credits, coalesce(o.grant_version::text, 'none'),
          case when b.number is null then 'nothing was granted for it' else 'what was granted is something else' end) as breach,
        o.id as place
      from orders o
      left join credit_batches b on b.source = 'order' and b.source_id = o.id::text
      left join credit_entries e on e.account_id = o.user_id and e.version = o.grant_version and e.batch = b.number
      where (o.status = 'paid') <> (o.grant_version is not null) or (o.status = 'paid' and (b.number is null or e.version is null))
        or (b.number is not null and (b.account_id <> o.user_id or b.granted <> o.credits or b.kind <> 'purchased'
          or (b.expires_at is null) <> (o.valid_days is null)
          or abs(extract(epoch from b.expires_at - b.granted_at) - o.valid_days * 86400.0) > 60))`,
  },
  {
    invariant: 8,
    breaches: sql`
      select format('batch %s of account %s was granted for order %s, which there is not', number, account_id, source_id) as breach,
        row(account_id, number) as place
      from credit_batches where source = 'order' and not exists (select from orders where id::text = source_id)`,
  },
  {
    invariant: 8,
    breaches: sql`
      select format('order %s of account %s sells %s credits for %s %s, which pack %s never was', id, user_id, o.credits,
          o.amount_cents, o.currency, pack) as breach, id as place
      from orders o where not exists (
        select from packs p where p.slug = o.pack and p."from" <= o.created_at and (p.credits, p.amount_cents, p.currency)
          = (o.credits, o.amount_cents, o.currency) and p.valid_days is not distinct from o.valid_days)`,
  },
  {
    invariant: 8,
    breaches: sql`
      select format('event %s was settled by a grant of order %s, which is not paid', s.id, s.order_id) as breach, s.id as place
      from stripe_events s join orders o on o.id = s.order_id where s.settlement = 'granted' and o.status <> 'paid'`,
  },
];
