import "server-only";
import type { Db } from "#db/client.ts";
import { type CampaignRow, readShownCampaignRows } from "#db/queries/campaigns/campaigns.ts";
import { type ClaimWithEnd, readLatestClaims } from "#db/queries/campaigns/claims-of-account.ts";
import { readClock } from "#db/queries/clock.ts";
import { type CampaignState, campaignState, creditsOf } from "./campaign-state.ts";
import { readParticipation } from "./read-participant.ts";

/** A campaign as it is for a person. */
export interface ShownCampaign {
  campaign: CampaignRow;
  state: CampaignState;
  /** Whole credits that the next claim brings; of a referral, what each friend brings the person. */
  credits: number;
  /** How many check-ins in a row there are in this week of seven. */
  daysInRow: number;
}

/** How long an ended campaign is still shown. */
const endedDays = 7;
const shownClaims = 20;

/**
 * The campaigns that run or ended in the last 7 days, as they are for the person of an account in a time zone; none for an
 * account without a person. Those that need a code are left out.
 */
export async function listCampaigns(
  db: Db,
  account: string,
  timeZone: string | null,
): Promise<{ now: Date; campaigns: ShownCampaign[] }> {
  const now = await readClock(db);
  const endedAfter = new Date(now.getTime() - endedDays * 24 * 60 * 60 * 1000);
  const rows = await readShownCampaignRows(db, { now, endedAfter });
  const person = await readParticipation(db, account, { campaigns: rows, timeZone, now });
  if (person === null) return { now, campaigns: [] };
  const campaigns = rows.map((campaign) => {
    const participant = person.inCampaign(campaign.slug);
    const state = campaignState(campaign, participant, now);
    const next = state.status === "available" ? state.next : null;
    return {
      campaign,
      state,
      credits: next === null ? (campaign.referrerAmount ?? campaign.amount) : creditsOf(campaign, next),
      daysInRow: next?.dayInRow != null ? next.dayInRow - 1 : (participant.lastCheckIn?.dayInRow ?? 0),
    };
  });
  return { now, campaigns };
}

/** The campaigns that run now and that everybody can take part in. Those that need a code are left out. */
export async function listOpenCampaigns(db: Db): Promise<CampaignRow[]> {
  const now = await readClock(db);
  const rows = await readShownCampaignRows(db, { now, endedAfter: now });
  return rows.filter((campaign) => campaign.audience === "everyone" && !campaign.paused && !isSoldOut(campaign));
}

function isSoldOut({ claims, limitInAll, creditsClaimed, amount, budget }: CampaignRow): boolean {
  return (limitInAll !== null && claims >= limitInAll) || (budget !== null && creditsClaimed + amount > budget);
}

/** The last 20 claims of an account, newest first. */
export async function listClaims(db: Db, account: string): Promise<ClaimWithEnd[]> {
  return await readLatestClaims(db, account, shownClaims);
}
