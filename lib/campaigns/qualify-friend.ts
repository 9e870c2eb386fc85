import "server-only";
import type { Db, Tx } from "#db/client.ts";
import { type CampaignRow, readCampaignRow } from "#db/queries/campaigns/campaigns.ts";
import type { ClaimRow } from "#db/queries/campaigns/claims.ts";
import { readPersonRow } from "#db/queries/campaigns/participants.ts";
import { readFirstPurchase, readFirstUse } from "#db/queries/campaigns/qualifications.ts";
import { lockReferral, readReferralRow, updateReferral } from "#db/queries/campaigns/referrals.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { log } from "#lib/observability/log.ts";
import { grantIfDue } from "./grant-claims.ts";
import { mailboxHash } from "./mailbox.ts";
import { stepOfWaiting } from "./referral-rules.ts";
import { takeReferralClaim } from "./take-referral-claim.ts";

/**
 * Gives a referred friend their credits once they have qualified, or refuses the referral when its campaign ended before.
 * Nothing happens for other people, and when it is repeated. A process that dies in between leaves a claim that the job grants.
 */
export async function qualifyFriend(db: Db, friend: string): Promise<void> {
  if ((await readReferralRow(db, friend))?.state !== "waiting") return;
  const claim = await inTransaction(db, (tx) => qualifyIn(tx, friend));
  if (claim !== null) await grantIfDue(db, claim);
}

/** The same after a purchase was settled. A failure is logged and leaves the friend to the nightly job. */
export async function qualifyBuyer(db: Db, friend: string): Promise<void> {
  try {
    await qualifyFriend(db, friend);
  } catch (error) {
    log.warn({ err: error, account: friend }, "A referral was not evaluated after a purchase");
  }
}

async function qualifyIn(tx: Tx, friend: string): Promise<ClaimRow | null> {
  await lockAccounts(tx, [friend]);
  const referral = await lockReferral(tx, friend);
  const person = await readPersonRow(tx, friend);
  if (referral?.state !== "waiting" || person?.isVerified !== true) return null;
  const campaign = await campaignOf(tx, referral.campaign);
  const now = await readClock(tx);
  const by = campaign.qualifiesBy === "use" ? await readFirstUse(tx, friend) : await readFirstPurchase(tx, friend);
  const step = stepOfWaiting(campaign, by, now);
  const refuse = async (reason: "campaign-ended" | "sold-out") =>
    await updateReferral(tx, friend, { state: "refused", reason, tellFriend: true, tellReferrer: true });
  if (step.status === "refuse") await refuse(step.reason);
  if (step.status !== "qualify") return null;
  const claim = await takeReferralClaim(tx, referral, { of: "friend", mailbox: mailboxHash(person.email) });
  if (claim === null) {
    // An operator who paused it meanwhile may resume it.
    if (!(await campaignOf(tx, campaign.slug)).paused) await refuse("sold-out");
    return null;
  }
  const { rewardDueAt } = step;
  const qualified = { state: "qualified" as const, qualifiedAt: now, purchase: by?.purchase ?? null, rewardDueAt };
  await updateReferral(tx, friend, { ...qualified, tellFriend: true });
  return claim;
}

/** The campaign of a referral. */
export async function campaignOf(tx: Tx, slug: string): Promise<CampaignRow> {
  const campaign = await readCampaignRow(tx, slug);
  if (campaign === null) throw new Error(`A referral names the campaign ${slug}, which does not exist`);
  return campaign;
}
