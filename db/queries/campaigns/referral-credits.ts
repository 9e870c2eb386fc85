import { and, eq, or, sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx, Tx } from "../../client.ts";
import { campaignClaims } from "../../schema/campaigns.ts";
import type { ClaimRow } from "./claims.ts";
import type { ReferralRow } from "./referrals.ts";

/** The occurrence of a friend's claim; a referrer's is the friend's account. */
export const friendOccurrence = "joined";

/** The claims of a referral: the friend's and the referrer's, as far as they were made. Index: campaign_claims_pkey. */
export async function readReferralClaims(
  db: DbOrTx,
  { campaign, friendId, referrerId }: Pick<ReferralRow, "campaign" | "friendId" | "referrerId">,
): Promise<ClaimRow[]> {
  const c = campaignClaims;
  return await db
    .select()
    .from(c)
    .where(
      and(
        eq(c.campaign, campaign),
        or(
          and(eq(c.accountId, friendId), eq(c.occurrence, friendOccurrence)),
          and(eq(c.accountId, referrerId), eq(c.occurrence, friendId)),
        ),
      ),
    );
}

const batch = z.object({
  number: z.coerce.number(),
  label: z.string(),
  target: z.coerce.number(),
  taken: z.coerce.number(),
  remaining: z.coerce.number(),
});

/** The batch of a grant from a campaign, with what is left of it and of what came back from it. */
export type ClaimBatch = z.infer<typeof batch>;

/** Reads the batch of a claim whose account is locked; null before its grant. Index: credit_batches_pkey. */
export async function readClaimBatch(tx: Tx, account: string, sourceId: string): Promise<ClaimBatch | null> {
  const [row] = await tx.execute(sql`
    select b.number, b.label, coalesce(b.target, 0) as target, b.taken_back as taken, (
      select sum(f.remaining) from credit_batches f
      where f.account_id = b.account_id and coalesce(f.returned_from, f.number) = b.number) as remaining
    from credit_batches b
    where b.account_id = ${account} and b.source = 'campaign' and b.source_id = ${sourceId} and b.returned_from is null`);
  return row === undefined ? null : batch.parse(row);
}

/**
 * Friends of referrals whose purchase was returned and of whose credits something is left: it came back after the return, such
 * as from a hold. Indexes: referrals_returned, credit_batches_pkey.
 */
export async function readFriendsWithCreditsLeft(db: DbOrTx): Promise<string[]> {
  const rows = await db.execute<{ friend_id: string }>(sql`
    select r.friend_id from referrals r where r.returned_at is not null and exists (
      select from credit_batches b join credit_batches f on f.account_id = b.account_id
        and coalesce(f.returned_from, f.number) = b.number and f.remaining > 0
      where b.source = 'campaign' and (
        (b.account_id = r.friend_id and b.source_id = format('%s:%s:%s', r.campaign, ${friendOccurrence}::text, r.friend_id))
        or (b.account_id = r.referrer_id and b.source_id = format('%s:%s:%s', r.campaign, r.friend_id, r.referrer_id))))`);
  return rows.map((row) => row.friend_id);
}
