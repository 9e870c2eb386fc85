import { and, asc, desc, eq, gt, isNull, lte, ne, or, sql } from "drizzle-orm";
import type { DbOrTx, Tx } from "../../client.ts";
import { campaignChanges, campaigns } from "../../schema/campaigns.ts";

export type CampaignRow = typeof campaigns.$inferSelect;
export type CampaignChangeRow = typeof campaignChanges.$inferSelect;

/** One campaign, as claims find it. Index: campaigns_pkey. */
export async function readCampaignRow(db: DbOrTx, slug: string): Promise<CampaignRow | null> {
  const [row] = await db.select().from(campaigns).where(eq(campaigns.slug, slug));
  return row ?? null;
}

/** All campaigns, the newest beginning first, for an operator. No index: there are few. */
export async function readCampaignRows(db: DbOrTx): Promise<CampaignRow[]> {
  return await db.select().from(campaigns).orderBy(desc(campaigns.beginsAt), asc(campaigns.slug));
}

/** The campaigns that have begun and not ended before an instant, except those that need a code. No index: there are few. */
export async function readShownCampaignRows(
  db: DbOrTx,
  { now, endedAfter }: { now: Date; endedAfter: Date },
): Promise<CampaignRow[]> {
  const c = campaigns;
  return await db
    .select()
    .from(c)
    .where(and(ne(c.type, "code"), lte(c.beginsAt, now), or(isNull(c.endsAt), gt(c.endsAt, endedAfter))))
    .orderBy(asc(c.beginsAt), asc(c.slug));
}

/** The referral campaign that runs at an instant: the one that began last. No index: there are few. */
export async function readRunningReferral(db: DbOrTx, now: Date): Promise<CampaignRow | null> {
  const c = campaigns;
  const runs = and(lte(c.beginsAt, now), or(isNull(c.endsAt), gt(c.endsAt, now)));
  const [row] = await db
    .select()
    .from(c)
    .where(and(eq(c.type, "referral"), runs))
    .orderBy(desc(c.beginsAt), asc(c.slug))
    .limit(1);
  return row ?? null;
}

/** Locks a campaign for an operator's change, after which claims see the new row. Index: campaigns_pkey. */
export async function lockCampaign(tx: Tx, slug: string): Promise<CampaignRow | null> {
  const [row] = await tx.select().from(campaigns).where(eq(campaigns.slug, slug)).for("no key update");
  return row ?? null;
}

/** Adds a campaign; false when the name is taken. */
export async function insertCampaign(tx: Tx, campaign: typeof campaigns.$inferInsert): Promise<boolean> {
  const added = await tx.insert(campaigns).values(campaign).onConflictDoNothing().returning();
  return added.length === 1;
}

/** Changes a campaign. Index: campaigns_pkey. */
export async function updateCampaign(tx: Tx, slug: string, changed: Partial<CampaignRow>): Promise<void> {
  await tx.update(campaigns).set(changed).where(eq(campaigns.slug, slug));
}

/** Adds a line to a campaign's record of changes. The campaign is locked or new. */
export async function insertCampaignChange(
  tx: Tx,
  { campaign, ...change }: Pick<CampaignChangeRow, "campaign" | "actor" | "reason" | "changed">,
): Promise<void> {
  const c = campaignChanges;
  const number = sql`(select coalesce(max(${c.number}), 0) + 1 from ${c} where ${c.campaign} = ${campaign})`;
  await tx.insert(c).values({ campaign, number, at: sql`clock_timestamp()`, ...change });
}

/** A campaign's record of changes, oldest first, for an operator. Index: campaign_changes_pkey. */
export async function readCampaignChanges(db: DbOrTx, campaign: string): Promise<CampaignChangeRow[]> {
  const c = campaignChanges;
  return await db.select().from(c).where(eq(c.campaign, campaign)).orderBy(asc(c.number));
}
