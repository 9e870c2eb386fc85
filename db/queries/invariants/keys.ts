import { sql } from "drizzle-orm";
import { type Check, lineName } from "./invariant.ts";

/** Invariant 7: keys and external sources count once. */
export const keyChecks: readonly Check[] = [
  {
    invariant: 7,
    breaches: sql`
      select ${lineName} || ' carries half a key, or one in no scope that there is or that is another platform''s' as breach, row(account_id, version) as place
      from credit_transactions
      where num_nonnulls(key_scope, idempotency_key, fingerprint) not in (0, 3)
        or octet_length(idempotency_key) <> 16 or octet_length(fingerprint) <> 16
        or (key_scope in ('desktop', 'mobile') and platform is distinct from key_scope)
        or key_scope !~ '^(web|desktop|mobile|stripe|jobs|operator|(service|device):.+)$'`,
  },
  {
    invariant: 7,
    breaches: sql`
      select format('transactions %s of account %s carry the same key in the scope %s', versions, account_id, key_scope) as breach,
        row(account_id, first_version) as place
      from (
        select account_id, key_scope, string_agg(version::text, ' and ' order by version) as versions, min(version) as first_version
        from credit_transactions where key_scope is not null group by account_id, key_scope, idempotency_key having count(*) > 1) keys`,
  },
  {
    invariant: 7,
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
