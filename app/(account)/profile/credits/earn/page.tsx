import { randomUUID } from "node:crypto";
import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { z } from "zod";
import { FollowBalance } from "#app/(account)/follow-balance.tsx";
import { readShownBalance } from "#app/(account)/shown-balance.ts";
import { CampaignCard } from "#components/earn/campaign-card.tsx";
import { ClaimedList } from "#components/earn/claimed-list.tsx";
import { CodeCard } from "#components/earn/code-card.tsx";
import { ClaimedNotice, EarnProblemNotice, earnProblems } from "#components/earn/earn-notices.tsx";
import { OwnInvitation } from "#components/earn/own-invitation.tsx";
import { PageHeading } from "#components/layout/page-heading.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { listCampaigns, listClaims } from "#lib/campaigns/list-campaigns.ts";
import { readOwnInvitation } from "#lib/campaigns/list-referrals.ts";
import { database } from "#lib/database.ts";
import { requirePerson } from "#lib/people/current-person.ts";
import { claimCampaign, redeem } from "./actions.ts";
import { ReferralSection } from "./referral-section.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("earn"))("title") };
}

const query = z.object({
  claimed: z.string().max(40).optional().catch(undefined),
  problem: z.enum(earnProblems).optional().catch(undefined),
});

export default async function EarnPage({ searchParams }: PageProps<"/profile/credits/earn">) {
  const { accountId } = await requirePerson();
  const { claimed, problem } = query.parse(await searchParams);
  const [t, balance, { now, campaigns }, claims, invitation] = await Promise.all([
    getTranslations("earn"),
    readShownBalance(accountId),
    listCampaigns(database(), accountId, await getTimeZone()),
    listClaims(database(), accountId),
    readOwnInvitation(database(), accountId),
  ]);
  if (balance === null) throw new Error(`The account ${accountId} of a signed-in person is missing`);
  const latest = claims.find(({ campaign }) => campaign === claimed);
  return (
    <>
      <FollowBalance version={balance.version} available={balance.available} />
      <PageHeading title={t("title")}>{t("about")}</PageHeading>
      {problem ? <EarnProblemNotice problem={problem} /> : null}
      {latest && !problem ? <ClaimedNotice claim={latest} now={now} /> : null}
      {invitation && !problem ? <OwnInvitation {...invitation} /> : null}
      {campaigns.length === 0 ? <Notice className="mb-4">{t("nothing")}</Notice> : null}
      <div className="grid gap-3 sm:grid-cols-2 lg:gap-4 xl:grid-cols-3">
        {campaigns.map(({ campaign, state, ...shown }) =>
          state.status === "waiting-for-friend" || campaign.type === "referral" ? null : (
            <CampaignCard
              key={campaign.slug}
              campaign={{ ...campaign, ...shown, state }}
              now={now}
              claimKey={randomUUID()}
              claim={claimCampaign}
            />
          ),
        )}
        <CodeCard redeemKey={randomUUID()} redeem={redeem} />
      </div>
      {campaigns.map((shown) =>
        shown.campaign.type === "referral" ? (
          <ReferralSection key={shown.campaign.slug} shown={shown} account={accountId} now={now} />
        ) : null,
      )}
      <ClaimedList claims={claims} now={now} />
    </>
  );
}
