import "server-only";
import type { Db, Tx } from "#db/client.ts";
import type { ClaimRow } from "#db/queries/campaigns/claims.ts";
import { readPersonRow } from "#db/queries/campaigns/participants.ts";
import { lockReferral, readMonthRewards, readReferralRow, updateReferral } from "#db/queries/campaigns/referrals.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { grantIfDue } from "./grant-claims.ts";
import { campaignOf } from "./qualify-friend.ts";
import { stepOfQualified } from "./referral-rules.ts";
import { takeReferralClaim } from "./take-referral-claim.ts";

/**
 * Gives a referrer the credits for a qualified friend once the holding time is over, or settles that there are none: their
 * month is full, or the campaign has nothing left. Repeating it changes nothing.
 */
export async function rewardReferrer(db: Db, friend: string): Promise<void> {
  const referrer = (await readReferralRow(db, friend))?.referrerId;
  if (referrer === undefined) return;
  const claim = await inTransaction(db, (tx) => rewardIn(tx, { friend, referrer }));
  if (claim !== null) await grantIfDue(db, claim);
}

async function rewardIn(tx: Tx, { friend, referrer }: { friend: string; referrer: string }): Promise<ClaimRow | null> {
  // Friends of one person are settled one after the other, so that their month's limit holds.
  await lockAccounts(tx, [referrer]);
  const referral = await lockReferral(tx, friend);
  if (referral?.state !== "qualified" || referral.rewardDueAt === null) return null;
  const [campaign, now] = [await campaignOf(tx, referral.campaign), await readClock(tx)];
  const { slug, timeZone } = campaign;
  const step = stepOfQualified(campaign, referral, {
    rewards: (await readMonthRewards(tx, { referrer, campaign: slug, month: referral.rewardDueAt, timeZone })).friends,
    hasReferrer: (await readPersonRow(tx, referrer)) !== null,
    now,
  });
  const leave = async (reason: "month-full" | "referrer-gone" | "sold-out") =>
    await updateReferral(tx, friend, { state: "unrewarded", reason, tellReferrer: true });
  if (step.status === "leave-unrewarded") await leave(step.reason);
  if (step.status !== "reward") return null;
  const claim = await takeReferralClaim(tx, referral, { of: "referrer" });
  if (claim !== null) await updateReferral(tx, friend, { state: "rewarded", tellReferrer: true });
  else if (!(await campaignOf(tx, slug)).paused) await leave("sold-out");
  return claim;
}
