import "server-only";
import type { Db } from "#db/client.ts";
import { type CampaignRow, readShownCampaignRows } from "#db/queries/campaigns/campaigns.ts";
import { readClock } from "#db/queries/clock.ts";
import { type CampaignState, campaignState } from "./campaign-state.ts";
import { readParticipation } from "./read-participant.ts";

/** A campaign with its state for a person. */
export interface ShownCampaign {
  campaign: CampaignRow;
  state: CampaignState;
}

/** How long an ended campaign is still shown. */
const endedDays = 7;

/**
 * The campaigns that run or ended in the last 7 days, as they are for the person of an account in a time zone; none for an
 * account without a person. Those that need a code are left out.
 */
export async function listCampaigns(db: Db, account: string, timeZone: string | null): Promise<ShownCampaign[]> {
  const now = await readClock(db);
  const endedAfter = new Date(now.getTime() - endedDays * 24 * 60 * 60 * 1000);
  const campaigns = await readShownCampaignRows(db, { now, endedAfter });
  const person = await readParticipation(db, account, { campaigns, timeZone, now });
  if (person === null) return [];
  return campaigns.map((campaign) => {
    return { campaign, state: campaignState(campaign, person.inCampaign(campaign.slug), now) };
  });
}
