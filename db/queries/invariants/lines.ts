import { sql } from "drizzle-orm";
import { type Check, lineName } from "./invariant.ts";

/** Invariants 4 and 5, and each line against its type and the line that it refers to. */
export const lineChecks: readonly Check[] = [
  {
    invariant: 4,
    breaches: sql`
      select ${lineName} || format(' says %s, but its entries add up to %s', coalesce(amount, 0), coalesce(total, 0)) as breach,
        row(account_id, version) as place
      from credit_transactions full join (
        select account_id, version, sum(amount) as total from credit_entries group by 1, 2) e using (account_id, version)
      where amount is null or amount <> coalesce(total, 0)`,
  },
  {
    invariant: 4,
    breaches: sql`
      select ${lineName} || case
          when balance_before <> previous then format(' starts at %s, but the line before it ended at %s', balance_before, previous)
          else format(' says that %s and %s make %s', balance_before, amount, balance_after)
        end as breach, row(account_id, version) as place
      from (
        select account_id, version, amount, balance_before, balance_after,
          coalesce(lag(balance_after) over (partition by account_id order by version), 0) as previous
        from credit_transactions) lines
      where balance_after <> balance_before + amount or balance_before <> previous`,
  },
  {
    invariant: 5,
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
    invariant: "rows",
    breaches: sql`
      select ${lineName} || format(' (%s) does not say what such a line says', type) as breach, row(account_id, version) as place
      from credit_transactions
      where (key_scope is null) <> (actor is null) or (key_scope is null and platform is not null)
        or (type not in ('spend', 'hold') and client_version is not null)
        or (key_scope is null) <> (type in ('expiry', 'repayment') or (type = 'release' and reason = 'lapsed')
          or (type in ('revoke', 'reinstate') and reason is null))
        or not case when type in ('spend', 'hold')
          then feature is not null and coalesce(units, 0) >= 1 and relates_to is null and reason is null
          when type in ('extend', 'capture', 'release') then feature is not null and units is null and relates_to is not null
          when type = 'refund' then feature is not null and units is null and relates_to is not null
          when type in ('expiry', 'revoke') then feature is null and units is null
          when type in ('reinstate', 'repayment', 'forgive') then feature is null and units is null and relates_to is not null
          else feature is null and units is null and relates_to is null end
        or not case when type in ('spend', 'hold', 'extend', 'capture', 'expiry', 'repayment') then reason is null
          when type in ('revoke', 'reinstate') then (reason is null) = (reference is null)
          when type = 'release' then reason in ('failed', 'cancelled', 'invalid-input', 'lapsed') and reason is not null
          else reason is not null end
        or (type in ('hold', 'extend', 'capture', 'release')) <> (hold is not null)
        or (type in ('hold', 'extend') and hold_expires_at is null) or hold_expires_at <= at
        or (hold_expires_at is not null and type not in ('hold', 'extend', 'capture'))
        or (type = 'capture' and hold_expires_at is not null and (amount <> 0 or coalesce(captured, 0) < 1))
        or (of_batch is null) <> (target is null) or (of_batch is null and debt_change <> 0)
        or (of_batch is null and type in ('reinstate', 'repayment', 'forgive'))
        or (of_batch is not null and type not in ('revoke', 'reinstate', 'repayment', 'forgive'))
        or (type = 'revoke' and (relates_to is null) <> (key_scope is not null))
        or not case type when 'reinstate' then debt_change <= 0 when 'repayment' then debt_change = amount
          when 'forgive' then amount = 0 and debt_change < 0 else true end
        or captured < 0 or (captured is not null and type <> 'capture')
        or (reference is not null and (type in ('refund', 'expiry', 'freeze', 'unfreeze', 'repayment', 'forgive') or (type = 'adjustment' and amount > 0)))`,
  },
  {
    invariant: "rows",
    breaches: sql`
      select format('transaction %s of account %s (%s) answers transaction %s, which is not what it says',
          t.version, t.account_id, t.type, t.relates_to) as breach, row(t.account_id, t.version) as place
      from credit_transactions t
      left join credit_transactions r on r.account_id = t.account_id and r.version = t.relates_to and r.version < t.version
      where t.relates_to is not null and not coalesce(case
        when t.type in ('extend', 'capture', 'release') then r.type = 'hold' and r.hold = t.hold
          and r.feature = t.feature and r.reference is not distinct from t.reference
        when t.type = 'refund' then r.type in ('spend', 'capture') and r.feature = t.feature
        when t.type in ('repayment', 'forgive') or (t.type = 'reinstate' and t.reason is not null)
          then r.type = 'revoke' and r.of_batch = t.of_batch
        else r.type in ('capture', 'release', 'refund', 'reinstate') and r.at = t.at end, false)`,
  },
  {
    invariant: "rows",
    breaches: sql`
      select format('transaction %s of account %s names %s, but takes from batch %s', version, account_id, reference, batch) as breach,
        row(account_id, version) as place
      from credit_transactions join credit_entries using (account_id, version)
      where type = 'adjustment' and credit_transactions.amount < 0 and reference <> format('batch-%s', batch)`,
  },
];
