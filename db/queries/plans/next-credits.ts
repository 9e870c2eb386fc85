import { type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";

/** When plans bring credits next, and how many. */
export interface NextCredits {
  at: Date;
  amount: number;
}

/**
 * The next credits of an account's plans as a subquery with `at` and `amount`: paid months that are still to come, and the
 * renewals of subscriptions that renew and whose payments are made; the soonest of them. No row when nothing comes. It reads a
 * few rows, however long the account's history is. Indexes: plan_months_due, subscriptions_by_user.
 */
export function nextCreditsOf(account: SQL): SQL {
  return sql`
    select coming.at, sum(coming.amount) as amount from (
      select m.due_at as at, (m.credits - m.returned)::bigint as amount from plan_months m
      where m.account_id = ${account} and m.done_at is null and m.credits > m.returned
      union all
      select s.period_end, p.credits_per_month::bigint * s.seats from subscriptions s
      join plan_prices p on p.id = coalesce(s.next_price, s.plan_price)
      where s.user_id = ${account} and s.ended_at is null and s.status in ('active', 'trialing') and s.seats > 0
        and (s.cancel_at is null or s.cancel_at > s.period_end)) coming
    group by coming.at order by coming.at limit 1`;
}

/** The next credits of an account's plans; null when nothing comes. Indexes: plan_months_due, subscriptions_by_user. */
export async function readNextCredits(db: DbOrTx, account: string): Promise<NextCredits | null> {
  const [row] = await db.execute<{ at: string; amount: string }>(nextCreditsOf(sql`${account}::uuid`));
  return row === undefined ? null : { at: new Date(row.at), amount: Number(row.amount) };
}
