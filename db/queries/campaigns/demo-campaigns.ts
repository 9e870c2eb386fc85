import { sql } from "drizzle-orm";
import type { Tx } from "../../client.ts";
import { campaignClaims, campaignCodes, campaigns } from "../../schema/campaigns.ts";
import { referrals } from "../../schema/referrals.ts";

/** A campaign to add. */
export type NewCampaign = typeof campaigns.$inferInsert;

/** Adds the campaigns of a demonstration and its code; those that exist stay as they are. */
export async function insertDemoCampaigns(
  tx: Tx,
  rows: readonly NewCampaign[],
  code: typeof campaignCodes.$inferInsert,
): Promise<void> {
  await tx
    .insert(campaigns)
    .values([...rows])
    .onConflictDoNothing();
  await tx.insert(campaignCodes).values(code).onConflictDoNothing();
}

/** Adds the past claims of demo users, whose grants are in their histories. */
export async function insertDemoClaims(tx: Tx, rows: readonly (typeof campaignClaims.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(campaignClaims).values([...rows]);
}

/** A referral to add. */
export type NewReferral = typeof referrals.$inferInsert;

/** Adds referrals of demo users, whose claims are added beside them. */
export async function insertDemoReferrals(tx: Tx, rows: readonly NewReferral[]): Promise<void> {
  if (rows.length > 0) await tx.insert(referrals).values([...rows]);
}

/** Sets what campaigns have counted to what was claimed, after claims were added beside them. */
export async function countDemoClaims(tx: Tx): Promise<void> {
  const [c, all] = [campaigns, campaignClaims];
  await tx.execute(sql`
    update ${c} set claims = made.claims, credits_claimed = made.credits
    from (select campaign, count(*)::int as claims, sum(credits) as credits from ${all} group by 1) made
    where made.campaign = ${c.slug} and ${c.claims} <> made.claims`);
}
