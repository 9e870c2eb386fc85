import { sql } from "drizzle-orm";
import type { Check } from "./invariant.ts";

/** Accounts against their batches, holds and lines. */
export const accountChecks: readonly Check[] = [
  {
    invariant: 3,
    breaches: sql`
      select format('account %s says %s held in %s holds, but its batches have %s held, and %s holds were made',
          a.id, a.held, a.holds, coalesce(kept, 0), coalesce(made, 0)) as breach, a.id as place
      from credit_accounts a
      left join (select account_id, sum(held) as kept from credit_batches group by 1) b on b.account_id = a.id
      left join (select account_id, max(number) as made, count(*) as counted from credit_holds group by 1) h
        on h.account_id = a.id
      where (a.held, a.holds, a.holds)
        is distinct from (coalesce(kept, 0), coalesce(made, 0), coalesce(counted, 0))`,
  },
  {
    invariant: 3,
    breaches: sql`
      select format('account %s says %s subscription, %s activity, %s purchased in %s batches, but its batches hold %s, %s, %s in %s',
          coalesce(a.id, account_id), available_subscription, available_activity, available_purchased, a.batches,
          coalesce(subscription, 0), coalesce(activity, 0), coalesce(purchased, 0), coalesce(made, 0)) as breach,
        coalesce(a.id, account_id) as place
      from credit_accounts a full join (
        select account_id, coalesce(sum(remaining) filter (where kind = 'subscription'), 0) as subscription,
          coalesce(sum(remaining) filter (where kind = 'activity'), 0) as activity,
          coalesce(sum(remaining) filter (where kind = 'purchased'), 0) as purchased,
          max(number) as made, count(*) as counted
        from credit_batches group by 1) b on b.account_id = a.id
      where (available_subscription, available_activity, available_purchased, a.batches, a.batches) is distinct from
        (coalesce(subscription, 0), coalesce(activity, 0), coalesce(purchased, 0), coalesce(made, 0), coalesce(counted, 0))`,
  },
  {
    invariant: 4,
    breaches: sql`
      select format('account %s has %s credits, but its newest line ended at %s',
          a.id, available_subscription + available_activity + available_purchased, coalesce(balance_after, 0)) as breach,
        a.id as place
      from credit_accounts a left join credit_transactions t on t.account_id = a.id and t.version = a.version
      where available_subscription + available_activity + available_purchased <> coalesce(balance_after, 0)`,
  },
  {
    invariant: 5,
    breaches: sql`
      select format('account %s says version %s at %s, but its newest line is version %s at %s',
          coalesce(a.id, account_id), version, at, coalesce(newest, 0), newest_at) as breach,
        coalesce(a.id, account_id) as place
      from credit_accounts a full join (
        select account_id, max(version) as newest, max(at) as newest_at from credit_transactions group by 1) t
        on t.account_id = a.id
      where version is distinct from coalesce(newest, 0) or at is distinct from newest_at`,
  },
  {
    invariant: "rows",
    breaches: sql`
      select format('account %s says that it is frozen since %s, but its lines say %s',
          a.id, coalesce(frozen_at::text, 'never'), coalesce(frozen_by::text, 'never')) as breach, a.id as place
      from credit_accounts a left join (
        select distinct on (account_id) account_id, case when type = 'freeze' then at end as frozen_by
        from credit_transactions where type in ('freeze', 'unfreeze') order by account_id, version desc) f
        on f.account_id = a.id
      where frozen_at is distinct from frozen_by`,
  },
];
