import { and, desc, eq, sql } from "drizzle-orm";
import type { DbOrTx } from "../../client.ts";
import { campaignClaims } from "../../schema/campaigns.ts";
import { creditBatches } from "../../schema/credits.ts";

/** A claim with the end of the batch that it was granted as; null before the grant. */
export type ClaimWithEnd = Pick<
  typeof campaignClaims.$inferSelect,
  "campaign" | "occurrence" | "label" | "credits" | "claimedAt" | "dueAt"
> & { expiresAt: Date | null };

/** The latest claims of an account, newest first, for the Earn page. Indexes: campaign_claims_key_once, credit_batches_pkey. */
export async function readLatestClaims(db: DbOrTx, account: string, limit: number): Promise<ClaimWithEnd[]> {
  const [c, b] = [campaignClaims, creditBatches];
  const { campaign, occurrence, label, credits, claimedAt, dueAt } = c;
  const isGrant = sql`${b.sourceId} = format('%s:%s:%s', ${c.campaign}, ${c.occurrence}, ${c.accountId})`;
  return await db
    .select({ campaign, occurrence, label, credits, claimedAt, dueAt, expiresAt: b.expiresAt })
    .from(c)
    .leftJoin(b, and(eq(b.accountId, c.accountId), eq(b.source, "campaign"), isGrant))
    .where(eq(c.accountId, account))
    .orderBy(desc(c.claimedAt), desc(c.campaign))
    .limit(limit);
}
