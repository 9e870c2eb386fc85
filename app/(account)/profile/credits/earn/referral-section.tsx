import type { ClosedState } from "#components/earn/campaign.ts";
import { ReferralCard } from "#components/earn/referral-card.tsx";
import type { CampaignState } from "#lib/campaigns/campaign-state.ts";
import type { ShownCampaign } from "#lib/campaigns/list-campaigns.ts";
import { readSharing } from "#lib/campaigns/list-referrals.ts";
import { database } from "#lib/database.ts";
import { ownUrl } from "#lib/people/own-address.ts";

interface ReferralSectionProps {
  shown: ShownCampaign;
  account: string;
  now: Date;
}

/** A referral campaign of the Earn page. */
export async function ReferralSection({ shown: { campaign, state, credits }, account, now }: ReferralSectionProps) {
  const { code, friends, month } = await readSharing(database(), account, { campaign, now });
  const { slug, name, description, amount, validDays, holdDays, qualifiesBy, mostPerMonth, endsAt } = campaign;
  return (
    <ReferralCard
      referral={{
        ...{ slug, name, description, credits, validDays, mostPerMonth, endsAt, friends, month },
        url: ownUrl(`/r/${code}`),
        friendCredits: amount,
        holdDays: holdDays ?? 0,
        qualifiesBy: qualifiesBy ?? "purchase",
      }}
      closed={closedState(state)}
      now={now}
    />
  );
}

function closedState(state: CampaignState): ClosedState | null {
  return state.status === "waiting-for-friend" || state.status === "available" ? null : state;
}
