import { sql } from "drizzle-orm";
import type { Check } from "./invariant.ts";

/** The source id of a claim's grant, as campaigns write it. */
const sourceId = sql`format('%s:%s:%s', c.campaign, c.occurrence, c.account_id)`;

const claimName = sql`format('claim %s of campaign %s by account %s', c.occurrence, c.campaign, c.account_id)`;

/**
 * Invariant 11: each claim has exactly one grant, campaigns and codes have counted their claims, within their limits, and a
 * referral has the claims that its state says.
 */
export const campaignChecks: readonly Check[] = [
  {
    invariant: 11,
    breaches: sql`
      select ${claimName} || case
          when c.refusal is not null then format(' was refused: %s', c.refusal)
          when c.granted_at is null then format(' is due since %s and not granted', c.due_at)
          when b.number is null then ' was not granted'
          else format(' is of %s for %s days, but %s were granted from %s until %s', c.credits, c.valid_days, b.granted,
            b.granted_at, coalesce(b.expires_at::text, 'ever')) end as breach,
        row(c.campaign, c.account_id, c.occurrence) as place
      from campaign_claims c left join credit_batches b on b.source = 'campaign' and b.source_id = ${sourceId}
      where c.refusal is not null or (c.granted_at is null and c.due_at < clock_timestamp() - interval '1 hour')
        or (c.granted_at is not null and ((b.account_id, b.granted, b.kind)
            is distinct from (c.account_id, c.credits::bigint, 'activity'::credit_kind)
          or coalesce(abs(extract(epoch from b.expires_at - b.granted_at) - c.valid_days * 86400.0) > 60, true)
          or b.granted_at < c.due_at))`,
  },
  {
    invariant: 11,
    breaches: sql`
      select format('batch %s of account %s was granted for %s, which was not claimed', number, account_id, source_id) as breach,
        row(account_id, number) as place
      from credit_batches b join campaigns on slug = split_part(source_id, ':', 1)
      where source = 'campaign' and not exists (
        select from campaign_claims c where c.account_id = b.account_id and ${sourceId} = b.source_id)`,
  },
  {
    invariant: 11,
    breaches: sql`
      select format('campaign %s has counted %s claims of %s credits, but there are %s of %s', slug, claims, credits_claimed,
          coalesce(made.number, 0), coalesce(made.credits, 0)) as breach, slug as place
      from campaigns left join (
        select campaign, count(*) as number, sum(credits) as credits from campaign_claims group by 1) made on campaign = slug
      where (claims, credits_claimed) is distinct from (coalesce(made.number, 0), coalesce(made.credits, 0))
        or claims > limit_in_all or credits_claimed > budget`,
  },
  {
    invariant: 11,
    breaches: sql`
      select format('referral of %s by %s is %s, but the friend has %s and the referrer %s', r.friend_id, r.referrer_id, r.state,
          case when f.campaign is null then 'no claim' else 'a claim' end,
          case when o.campaign is null then 'no claim' else 'a claim' end) as breach, r.friend_id as place
      from referrals r
      left join campaign_claims f on f.campaign = r.campaign and f.account_id = r.friend_id and f.occurrence = 'joined'
      left join campaign_claims o on o.campaign = r.campaign and o.account_id = r.referrer_id and o.occurrence = r.friend_id::text
      where (f.campaign is not null) <> (r.state in ('qualified', 'rewarded', 'unrewarded'))
        or (o.campaign is not null) <> (r.state = 'rewarded') or o.claimed_at < r.reward_due_at`,
  },
  {
    invariant: 11,
    breaches: sql`
      select ${claimName} || ' is of a referral, which there is not' as breach,
        row(c.campaign, c.account_id, c.occurrence) as place
      from campaign_claims c join campaigns on slug = c.campaign and type::text = 'referral'
      where not exists (
        select from referrals r where r.campaign = c.campaign and (
          (c.occurrence = 'joined' and r.friend_id = c.account_id)
          or (c.occurrence = r.friend_id::text and r.referrer_id = c.account_id)))`,
  },
  {
    // Where the limit was edited, what it was at the time is not known.
    invariant: 11,
    breaches: sql`
      select format('referrer %s was rewarded for %s friends of campaign %s in the month of %s, and the limit is %s', r.referrer_id,
          count(*), c.slug, min(r.reward_due_at), c.most_per_month) as breach, row(r.referrer_id, c.slug) as place
      from referrals r join campaigns c on c.slug = r.campaign
      where r.state = 'rewarded' and not exists (
        select from campaign_changes g where g.campaign = c.slug and g.number > 1 and g.changed ? 'mostPerMonth')
      group by r.referrer_id, c.slug, date_trunc('month', r.reward_due_at at time zone c.time_zone)
      having count(*) > c.most_per_month`,
  },
  {
    invariant: 11,
    breaches: sql`
      select format('code %s of campaign %s has counted %s uses, but there are %s', encode(hash, 'hex'), c.campaign, uses,
          coalesce(made.number, 0)) as breach, hash as place
      from campaign_codes c left join (
        select code, count(*) as number from campaign_claims where code is not null group by 1) made on code = hash
      where uses is distinct from coalesce(made.number, 0) or uses > most_uses`,
  },
];
