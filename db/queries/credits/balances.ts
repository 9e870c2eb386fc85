import { sql } from "drizzle-orm";
import { z } from "zod";
import { arrayOf } from "../../arrays.ts";
import type { DbOrTx } from "../../client.ts";
import { runPrepared } from "../../prepared.ts";
import { nextCreditsOf } from "../plans/next-credits.ts";

const wholeCredits = z.coerce.number().int().nonnegative();
const instantMs = z.number().transform((ms) => new Date(ms));

const balanceRow = z.object({
  id: z.string(),
  version: wholeCredits,
  at: instantMs,
  subscription: wholeCredits,
  activity: wholeCredits,
  purchased: wholeCredits,
  held: wholeCredits,
  debt: wholeCredits,
  next_at: instantMs.nullable(),
  next_kind: z.enum(["subscription", "activity", "purchased"]).nullable(),
  next_amount: wholeCredits.nullable(),
  lapse_at: instantMs.nullable(),
  plan_due_at: instantMs.nullable(),
  coming_at: instantMs.nullable(),
  coming: wholeCredits.nullable(),
});

/**
 * An account's sums at the instant of reading: what has expired counts as gone, booked or not. `lapse_at` is when its
 * next open hold lapses: at `at` or before, its credits are still counted as held. `plan_due_at` is when the next month of a
 * plan is due: at `at` or before, it is not granted yet. `coming_at` is when plans bring credits next, and `coming` how many.
 */
export type BalanceRow = z.infer<typeof balanceRow>;

/**
 * The balances of the header, the Credits page, the API and its streams: account rows less what is due and not yet
 * booked, what expires and what plans bring next, in one statement and at one instant, never before the account's newest line. Unknown
 * accounts have no row. Indexes: credit_accounts_pkey, credit_batches_due, credit_holds_open, plan_months_due, subscriptions_by_user.
 */
export async function readBalanceRows(db: DbOrTx, accounts: readonly string[]): Promise<BalanceRow[]> {
  const rows = await runPrepared(
    db,
    sql`
    with clock as materialized (select date_trunc('milliseconds', clock_timestamp()) as at)
    select a.id, a.version, (extract(epoch from a.plan_due_at) * 1000)::float8 as plan_due_at,
      (extract(epoch from reading.at) * 1000)::float8 as at,
      a.available_subscription - due.subscription as subscription,
      a.available_activity - due.activity as activity,
      a.available_purchased - due.purchased as purchased, a.held, a.debt,
      (extract(epoch from soonest.expires_at) * 1000)::float8 as next_at, soonest.kind as next_kind, ending.amount as next_amount,
      (extract(epoch from (
        select min(expires_at) from credit_holds h where h.account_id = a.id and h.status = 'open')) * 1000)::float8 as lapse_at,
      (extract(epoch from coming.at) * 1000)::float8 as coming_at, coming.amount as coming
    from clock cross join credit_accounts a
    cross join lateral (select greatest(clock.at, a.at) as at) reading
    cross join lateral (
      select coalesce(sum(remaining) filter (where kind = 'subscription'), 0) as subscription,
        coalesce(sum(remaining) filter (where kind = 'activity'), 0) as activity,
        coalesce(sum(remaining) filter (where kind = 'purchased'), 0) as purchased
      from credit_batches b where b.account_id = a.id and b.open and b.expires_at <= reading.at) due
    left join lateral (
      select expires_at, kind from credit_batches b
      where b.account_id = a.id and b.open and b.expires_at > reading.at order by expires_at, kind limit 1) soonest on true
    left join lateral (
      select sum(remaining) as amount from credit_batches b
      where b.account_id = a.id and b.open and b.expires_at = soonest.expires_at and b.kind = soonest.kind) ending on true
    left join lateral (${nextCreditsOf(sql`a.id`)}) coming on true
    where a.id = any(${arrayOf(accounts, "uuid")})`,
  );
  return rows.map((row) => balanceRow.parse(row));
}
