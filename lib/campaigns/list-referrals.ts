import "server-only";
import type { Db } from "#db/client.ts";
import { type CampaignRow, readCampaignRow } from "#db/queries/campaigns/campaigns.ts";
import { type ReferralWithCredits, readOwnReferral, readReferralsOf } from "#db/queries/campaigns/referral-news.ts";
import { type MonthRewards, type ReferralRow, readMonthRewards } from "#db/queries/campaigns/referrals.ts";
import { readOwnCode } from "./invitation.ts";

/** What came of a referral, as its two sides read it. */
export type ReferralStanding =
  | { status: "waiting" }
  | { status: "holding"; until: Date }
  | { status: "rewarded"; credits: number }
  | { status: "not-rewarded"; because: Reason }
  | { status: "not-counted"; because: Reason }
  | { status: "returned" };

type Reason = NonNullable<ReferralRow["reason"]>;

/** A friend of a referrer, without name and address. */
export interface InvitedFriend {
  id: string;
  joinedAt: Date;
  standing: ReferralStanding;
}

/** What a referrer sees of a campaign: their code, their newest 50 friends, and what this month brought. */
export interface Sharing {
  code: string;
  friends: InvitedFriend[];
  month: MonthRewards;
}

const shownFriends = 50;

/** The link and the friends of an account; its code is made when it has none. */
export async function readSharing(
  db: Db,
  account: string,
  { campaign: { slug, timeZone }, now }: { campaign: CampaignRow; now: Date },
): Promise<Sharing> {
  const [code, all, month] = await Promise.all([
    readOwnCode(db, account),
    readReferralsOf(db, account, shownFriends),
    readMonthRewards(db, { referrer: account, campaign: slug, month: now, timeZone }),
  ]);
  const friends = all.map(({ referral, referrerCredits }) => ({
    id: referral.friendId,
    joinedAt: referral.joinedAt,
    standing: standingOf(referral, referrerCredits),
  }));
  return { code, friends, month };
}

/** The invitation that a person joined by, as they read it. */
export interface OwnInvitation {
  standing: ReferralStanding;
  /** Whole credits that the person gets, and what for. */
  credits: number;
  qualifiesBy: "purchase" | "use";
}

/** What came of the invitation that an account joined by; null when it joined by none. */
export async function readOwnInvitation(db: Db, account: string): Promise<OwnInvitation | null> {
  const own = await readOwnReferral(db, account);
  const campaign = own === null ? null : await readCampaignRow(db, own.referral.campaign);
  if (own === null || campaign === null) return null;
  return {
    standing: friendStanding(own),
    credits: own.friendCredits ?? campaign.amount,
    qualifiesBy: campaign.qualifiesBy ?? "purchase",
  };
}

function standingOf({ state, reason, rewardDueAt, returnedAt }: ReferralRow, credits: number | null): ReferralStanding {
  if (returnedAt !== null) return { status: "returned" };
  if (state === "rewarded") return { status: "rewarded", credits: credits ?? 0 };
  if (state === "qualified" && rewardDueAt !== null) return { status: "holding", until: rewardDueAt };
  if (reason === null) return { status: "waiting" };
  return { status: state === "refused" ? "not-counted" : "not-rewarded", because: reason };
}

/** Whether the referrer gets anything is not the friend's concern. */
function friendStanding({ referral, friendCredits }: ReferralWithCredits): ReferralStanding {
  if (referral.returnedAt !== null) return { status: "returned" };
  if (friendCredits !== null) return { status: "rewarded", credits: friendCredits };
  return standingOf(referral, null);
}
