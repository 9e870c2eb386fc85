import { sql } from "drizzle-orm";
import { quarterOf, usedParts } from "../usage/used-parts.ts";
import type { Check } from "./invariant.ts";

/** Invariant 12: usage totals are the running sums of what the lines up to their version used. */
export const usageChecks: readonly Check[] = [
  {
    invariant: 12,
    breaches: sql`
      select format('the usage of account %s says %s of %s (%s, %s) in the quarter of %s, but its lines say %s', account_id,
          coalesce(said.total::text, 'nothing'), feature, kind, platform, quarter_at, coalesce(summed.total::text, 'nothing')) as breach,
        row(account_id, quarter_at, feature, kind, platform) as place
      from usage_totals said full join (
        select account_id, feature, kind, platform, quarter_at,
          sum(sum(used)) over (partition by account_id, feature, kind, platform order by quarter_at) as total
        from (
          select parts.*, ${quarterOf(sql`at`)} as quarter_at
          from (${usedParts(sql`true`)}) parts join usage_progress p using (account_id)
          where parts.version <= p.version) counted
        group by 1, 2, 3, 4, 5) summed using (account_id, feature, kind, platform, quarter_at)
      where said.total is distinct from summed.total`,
  },
  {
    invariant: 12,
    breaches: sql`
      select format('the usage of account %s reaches version %s, but the account is at %s', p.account_id, p.version, a.version)
          as breach, p.account_id as place
      from usage_progress p join credit_accounts a on a.id = p.account_id where p.version > a.version`,
  },
];
