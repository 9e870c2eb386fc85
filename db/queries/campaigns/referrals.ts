import { and, asc, eq, isNull, lte, or, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { campaignClaims, campaigns } from "../../schema/campaigns.ts";
import { referrals } from "../../schema/referrals.ts";

export type ReferralRow = typeof referrals.$inferSelect;

/** The referral that a friend joined by; null for everybody else. Index: referrals_pkey. */
export async function readReferralRow(db: DbOrTx, friend: string): Promise<ReferralRow | null> {
  const [row] = await db.select().from(referrals).where(eq(referrals.friendId, friend));
  return row ?? null;
}

/** The same, locked; the accounts that change are locked before. Index: referrals_pkey. */
export async function lockReferral(tx: Tx, friend: string): Promise<ReferralRow | null> {
  const [row] = await tx.select().from(referrals).where(eq(referrals.friendId, friend)).for("no key update");
  return row ?? null;
}

/** Adds a referral. */
export async function insertReferral(tx: Tx, row: typeof referrals.$inferInsert): Promise<void> {
  await tx.insert(referrals).values(row);
}

/** Changes a referral that is locked. Index: referrals_pkey. */
export async function updateReferral(tx: Tx, friend: string, changed: Partial<ReferralRow>): Promise<void> {
  await tx.update(referrals).set(changed).where(eq(referrals.friendId, friend));
}

/** What a referrer got in one month: for how many friends, and whole credits in all. */
export interface MonthRewards {
  friends: number;
  credits: number;
}

/** What a referrer got in the month of an instant, in the campaign's zone. Indexes: referrals_by_referrer, campaign_claims_pkey. */
export async function readMonthRewards(
  db: DbOrTx,
  { referrer, campaign, month, timeZone }: { referrer: string; campaign: string; month: Date; timeZone: string },
): Promise<MonthRewards> {
  const [r, c] = [referrals, campaignClaims];
  const isClaim = and(
    eq(c.campaign, r.campaign),
    eq(c.accountId, r.referrerId),
    eq(c.occurrence, sql`${r.friendId}::text`),
  );
  const at = sql`${month.toISOString()}::timestamptz`;
  const isInMonth = sql`date_trunc('month', ${r.rewardDueAt} at time zone ${timeZone}) = date_trunc('month', ${at} at time zone ${timeZone})`;
  const [row] = await db
    .select({
      friends: sql<number>`count(*)::int`,
      credits: sql<number>`coalesce(sum(${c.credits}), 0)::int`,
    })
    .from(r)
    .innerJoin(c, isClaim)
    .where(and(eq(r.referrerId, referrer), eq(r.campaign, campaign), eq(r.state, "rewarded"), isInMonth));
  return row ?? { friends: 0, credits: 0 };
}

/**
 * Friends who wait and may have qualified, or whose campaign has ended, oldest first, after one of them, for the nightly job.
 * Indexes: referrals_waiting, orders_by_user, subscriptions_by_user, credit_transactions_pkey.
 */
export async function readWaitingFriends(
  db: DbOrTx,
  { after, limit }: { after: ReferralPlace | null; limit: number },
): Promise<ReferralPlace[]> {
  const [r, c] = [referrals, campaigns];
  const isLater =
    after === null
      ? undefined
      : sql`(${r.joinedAt}, ${r.friendId}) > (${after.joinedAt.toISOString()}, ${after.friendId}::uuid)`;
  const mayQualify = sql`case ${c.qualifiesBy} when 'use' then exists (
      select from credit_transactions t where t.account_id = ${r.friendId} and t.type in ('spend', 'capture'))
    else exists (select from orders o where o.user_id = ${r.friendId} and o.status = 'paid')
      or exists (select from subscriptions s where s.user_id = ${r.friendId}) end`;
  return await db
    .select({ friendId: r.friendId, joinedAt: r.joinedAt })
    .from(r)
    .innerJoin(c, eq(c.slug, r.campaign))
    .where(and(eq(r.state, "waiting"), isLater, or(lte(c.endsAt, sql`clock_timestamp()`), mayQualify)))
    .orderBy(asc(r.joinedAt), asc(r.friendId))
    .limit(limit);
}

/** The place of a referral among those that wait. */
export type ReferralPlace = Pick<ReferralRow, "friendId" | "joinedAt">;

/** Friends whose referrers' credits are due, the earliest first, for the nightly job. Index: referrals_due. */
export async function readDueFriends(db: DbOrTx, now: Date): Promise<string[]> {
  const r = referrals;
  const rows = await db
    .select({ friendId: r.friendId })
    .from(r)
    .where(and(eq(r.state, "qualified"), isNull(r.returnedAt), lte(r.rewardDueAt, now)))
    .orderBy(asc(r.rewardDueAt), asc(r.friendId));
  return rows.map(({ friendId }) => friendId);
}
