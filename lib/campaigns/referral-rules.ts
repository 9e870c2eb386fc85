import type { CampaignRow } from "#db/queries/campaigns/campaigns.ts";
import type { Qualification } from "#db/queries/campaigns/qualifications.ts";
import type { ReferralRow } from "#db/queries/campaigns/referrals.ts";

/** The next step of a referral. `wait`: nothing changes yet. */
export type ReferralStep =
  | { status: "wait" }
  | { status: "qualify"; rewardDueAt: Date }
  | { status: "reward" }
  | { status: "refuse"; reason: "campaign-ended" }
  | { status: "leave-unrewarded"; reason: "month-full" | "referrer-gone" };

type Terms = Pick<CampaignRow, "endsAt" | "paused" | "holdDays" | "mostPerMonth">;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * What becomes of a friend who joined and waits: they qualify by what they did before the campaign's end (exclusive), whenever
 * that is noticed. The referrer's credits are due after the holding time, counted from now.
 */
export function stepOfWaiting({ endsAt, paused, holdDays }: Terms, by: Qualification | null, now: Date): ReferralStep {
  const isOver = endsAt !== null && endsAt <= now;
  if (by !== null && (endsAt === null || by.at < endsAt)) {
    if (paused) return { status: "wait" };
    return { status: "qualify", rewardDueAt: new Date(now.getTime() + (holdDays ?? 0) * dayMs) };
  }
  return isOver ? { status: "refuse", reason: "campaign-ended" } : { status: "wait" };
}

/** What becomes of a qualified friend's referrer: `rewards` is for how many friends they got credits in the month it is due. */
export function stepOfQualified(
  { paused, mostPerMonth }: Terms,
  referral: Pick<ReferralRow, "rewardDueAt" | "returnedAt">,
  { rewards, hasReferrer, now }: { rewards: number; hasReferrer: boolean; now: Date },
): ReferralStep {
  const { rewardDueAt, returnedAt } = referral;
  if (rewardDueAt === null || rewardDueAt > now || returnedAt !== null) return { status: "wait" };
  if (!hasReferrer) return { status: "leave-unrewarded", reason: "referrer-gone" };
  if (mostPerMonth !== null && rewards >= mostPerMonth) return { status: "leave-unrewarded", reason: "month-full" };
  return paused ? { status: "wait" } : { status: "reward" };
}
