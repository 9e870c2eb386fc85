import { sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "../../client.ts";

const count = z.coerce.number().int();
const figures = z.object({
  granted: count,
  used: count,
  expired: count,
  takenBack: count,
  open: count,
  waiting: count,
  codes: count,
  uses: count,
});

/**
 * What became of a campaign's credits: granted, and of these used, expired unused, taken back, and open (left or on hold);
 * waiting are claimed and not granted yet. Also its codes, and how often they were redeemed. Indexes: campaign_claims_pkey,
 * grant_sources_pkey, credit_entries_pkey, credit_batches_pkey, credit_entries_by_batch, campaign_codes_by_campaign.
 */
export async function readCampaignFigures(db: DbOrTx, slug: string): Promise<z.infer<typeof figures>> {
  const [row] = await db.execute(sql`
    with batches as materialized (
      select b.account_id, b.number, b.granted, b.remaining + b.held as open, b.taken_back, c.credits
      from campaign_claims c
      left join grant_sources s on s.source = 'campaign'
        and s.source_id = format('%s:%s:%s', c.campaign, c.occurrence, c.account_id)
      left join credit_entries e on e.account_id = s.account_id and e.version = s.version
      left join credit_batches b on b.account_id = e.account_id and b.number = e.batch
      where c.campaign = ${slug}),
    expired as (
      select coalesce(-sum(e.amount), 0) as credits from batches b
      join credit_entries e on e.account_id = b.account_id and e.batch = b.number
      join credit_transactions t on t.account_id = e.account_id and t.version = e.version and t.type = 'expiry')
    select coalesce(sum(granted), 0) as granted, coalesce(sum(open), 0) as open, expired.credits as expired,
      coalesce(sum(taken_back), 0) as "takenBack",
      coalesce(sum(granted) - sum(open) - sum(taken_back), 0) - expired.credits as used,
      coalesce(sum(batches.credits) filter (where granted is null), 0) as waiting,
      (select count(*) from campaign_codes where campaign = ${slug}) as codes,
      (select coalesce(sum(uses), 0) from campaign_codes where campaign = ${slug}) as uses
    from expired left join batches on true group by expired.credits`);
  return figures.parse(row);
}

const friends = z.object({
  waiting: count,
  qualified: count,
  rewarded: count,
  unrewarded: count,
  refused: count,
  returned: count,
});

/** How many friends of a referral campaign are in each state, and of how many the payment was returned. Reads all of its rows. */
export async function readReferralFigures(db: DbOrTx, slug: string): Promise<z.infer<typeof friends>> {
  const [row] = await db.execute(sql`
    select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'qualified') as qualified,
      count(*) filter (where state = 'rewarded') as rewarded, count(*) filter (where state = 'unrewarded') as unrewarded,
      count(*) filter (where state = 'refused') as refused, count(returned_at) as returned
    from referrals where campaign = ${slug}`);
  return friends.parse(row);
}
