import { and, asc, desc, eq, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "../../client.ts";
import { campaignClaims, campaigns } from "../../schema/campaigns.ts";
import { users } from "../../schema/people.ts";
import { referrals } from "../../schema/referrals.ts";
import { friendOccurrence } from "./referral-credits.ts";
import type { ReferralRow } from "./referrals.ts";

/** The side of a referral. */
export type ReferralSide = "friend" | "referrer";

const [friendClaims, referrerClaims] = [
  alias(campaignClaims, "friend_claims"),
  alias(campaignClaims, "referrer_claims"),
];
const isFriendClaim = and(
  eq(friendClaims.campaign, referrals.campaign),
  eq(friendClaims.accountId, referrals.friendId),
  eq(friendClaims.occurrence, friendOccurrence),
);
const isReferrerClaim = and(
  eq(referrerClaims.campaign, referrals.campaign),
  eq(referrerClaims.accountId, referrals.referrerId),
  eq(referrerClaims.occurrence, sql`${referrals.friendId}::text`),
);
const credits = { friendCredits: friendClaims.credits, referrerCredits: referrerClaims.credits };

/** A referral with what each side was given; null while nothing was. */
export interface ReferralWithCredits {
  referral: ReferralRow;
  friendCredits: number | null;
  referrerCredits: number | null;
}

/** The newest referrals of a referrer, for the Earn page. Indexes: referrals_by_referrer, campaign_claims_pkey. */
export async function readReferralsOf(db: DbOrTx, referrer: string, limit: number): Promise<ReferralWithCredits[]> {
  return await withCredits(db)
    .where(eq(referrals.referrerId, referrer))
    .orderBy(desc(referrals.joinedAt), asc(referrals.friendId))
    .limit(limit);
}

/** The referral that an account joined by, for the Earn page; null when there is none. Index: referrals_pkey. */
export async function readOwnReferral(db: DbOrTx, friend: string): Promise<ReferralWithCredits | null> {
  const [row] = await withCredits(db).where(eq(referrals.friendId, friend));
  return row ?? null;
}

function withCredits(db: DbOrTx) {
  return db
    .select({ referral: referrals, ...credits })
    .from(referrals)
    .leftJoin(friendClaims, isFriendClaim)
    .leftJoin(referrerClaims, isReferrerClaim);
}

/** Something that came of a referral, with whom to tell; an address is null when its account is deleted. */
export interface ReferralNews extends ReferralWithCredits {
  campaign: string;
  validDays: number;
  timeZone: string;
  friendEmail: string | null;
  referrerEmail: string | null;
}

/** Referrals of which a side is still to be told, oldest first. Index: referrals_to_tell. */
export async function readReferralNews(db: DbOrTx, limit: number): Promise<ReferralNews[]> {
  const [friends, referrers] = [alias(users, "friends"), alias(users, "referrers")];
  const { name, timeZone } = campaigns;
  const validDays = sql<number>`coalesce(${friendClaims.validDays}, ${campaigns.validDays})`;
  return await db
    .select({
      ...{ referral: referrals, ...credits, campaign: name, timeZone, validDays },
      ...{ friendEmail: friends.email, referrerEmail: referrers.email },
    })
    .from(referrals)
    .innerJoin(campaigns, eq(campaigns.slug, referrals.campaign))
    .leftJoin(friendClaims, isFriendClaim)
    .leftJoin(referrerClaims, isReferrerClaim)
    .leftJoin(friends, eq(friends.id, referrals.friendId))
    .leftJoin(referrers, eq(referrers.id, referrals.referrerId))
    .where(or(referrals.tellFriend, referrals.tellReferrer))
    .orderBy(asc(referrals.joinedAt))
    .limit(limit);
}

/** Takes the email of a side to be sent; false when it was sent, or is being sent. Index: referrals_pkey. */
export async function takeNews(db: DbOrTx, friend: string, side: ReferralSide): Promise<boolean> {
  const isOpen = side === "friend" ? referrals.tellFriend : referrals.tellReferrer;
  const taken = await db
    .update(referrals)
    .set(side === "friend" ? { tellFriend: false } : { tellReferrer: false })
    .where(and(eq(referrals.friendId, friend), isOpen))
    .returning({ friendId: referrals.friendId });
  return taken.length === 1;
}

/** Gives the email of a side back that could not be sent, so that it is tried again. Index: referrals_pkey. */
export async function dropNews(db: DbOrTx, friend: string, side: ReferralSide): Promise<void> {
  await db
    .update(referrals)
    .set(side === "friend" ? { tellFriend: true } : { tellReferrer: true })
    .where(eq(referrals.friendId, friend));
}
