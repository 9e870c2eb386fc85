import { and, asc, desc, eq, inArray, isNull, lte, sql } from "drizzle-orm";
import { arrayOf } from "../../arrays.ts";
import type { DbOrTx, Tx } from "../../client.ts";
import { campaignClaims, campaigns } from "../../schema/campaigns.ts";

export type ClaimRow = typeof campaignClaims.$inferSelect;

/** The identity of a claim. */
export type ClaimId = Pick<ClaimRow, "campaign" | "accountId" | "occurrence">;

/** What a claim says besides what its campaign says. */
export type NewClaim = ClaimId &
  Pick<ClaimRow, "mailbox" | "code" | "timeZone" | "dayInRow" | "keyScope" | "idempotencyKey" | "fingerprint">;

/**
 * Takes limits and budget of a campaign and records the claim, in one statement: parallel claims queue for the campaign's row
 * and each sees what the one before left. Null when the campaign is over, paused or has too little left by then. A referral
 * that qualified in time is claimed whatever the campaign's end. Indexes: campaigns_pkey, campaign_claims_pkey.
 */
export async function takeClaim(
  tx: Tx,
  claim: NewClaim,
  of: "claim" | "friend" | "referrer" = "claim",
): Promise<ClaimRow | null> {
  const c = campaignClaims;
  const credits =
    of === "referrer" ? sql`referrer_amount` : sql`amount + ${claim.dayInRow === 7 ? sql`week_bonus` : sql`0`}`;
  const runs =
    of === "claim" ? sql`begins_at <= clock_timestamp() and coalesce(ends_at > clock_timestamp(), true)` : sql`true`;
  const taken = await tx.execute(sql`
    with clock as materialized (select date_trunc('milliseconds', clock_timestamp()) as at),
    taken as (
      update ${campaigns} set claims = claims + 1, credits_claimed = credits_claimed + ${credits}
      where slug = ${claim.campaign} and not paused
        and ${runs}
        and coalesce(claims < limit_in_all, true) and coalesce(credits_claimed + ${credits} <= budget, true)
      returning slug, name, ${credits} as credits, valid_days, credits_from)
    insert into ${c} (campaign, account_id, occurrence, credits, valid_days, label, claimed_at, due_at, mailbox, code,
      time_zone, day_in_row, key_scope, idempotency_key, fingerprint)
    select slug, ${claim.accountId}, ${claim.occurrence}, credits, valid_days, name, clock.at,
      greatest(clock.at, credits_from), ${claim.mailbox}, ${bytes(claim.code)}, ${claim.timeZone}, ${claim.dayInRow}::int,
      ${claim.keyScope}, ${bytes(claim.idempotencyKey)}, ${bytes(claim.fingerprint)}
    from taken cross join clock
    returning campaign`);
  return taken.length === 0 ? null : await readClaim(tx, claim);
}

/** One claim. Index: campaign_claims_pkey. */
async function readClaim(db: DbOrTx, id: ClaimId): Promise<ClaimRow | null> {
  const [row] = await db.select().from(campaignClaims).where(isClaim(id));
  return row ?? null;
}

/** An account's claim of a request's key. Index: campaign_claims_key_once. */
export async function readClaimOfKey(
  db: DbOrTx,
  key: Pick<ClaimRow, "accountId" | "keyScope" | "idempotencyKey">,
): Promise<ClaimRow | null> {
  const c = campaignClaims;
  const [row] = await db
    .select()
    .from(c)
    .where(and(eq(c.accountId, key.accountId), eq(c.keyScope, key.keyScope), eq(c.idempotencyKey, key.idempotencyKey)));
  return row ?? null;
}

/** Whether an account has redeemed a code. Index: campaign_claims_code_once. */
export async function hasRedeemed(db: DbOrTx, account: string, code: string): Promise<boolean> {
  const c = campaignClaims;
  return (await db.$count(c, and(eq(c.code, code), eq(c.accountId, account)))) > 0;
}

/** An account's number of claims from each of these campaigns, and its last one. Index: campaign_claims_pkey. */
export async function readLastClaims(
  db: DbOrTx,
  account: string,
  slugs: readonly string[],
): Promise<{ last: ClaimRow; claims: number }[]> {
  const c = campaignClaims;
  return await db
    .selectDistinctOn([c.campaign], {
      last: c,
      claims: sql<number>`(count(*) over (partition by ${c.campaign}))::int`,
    })
    .from(c)
    .where(and(eq(c.accountId, account), inArray(c.campaign, [...slugs])))
    .orderBy(asc(c.campaign), desc(c.claimedAt), desc(c.occurrence));
}

/** The campaigns of these from which another account with this mailbox has claimed. Index: campaign_claims_mailbox_once. */
export async function readMailboxClaims(
  db: DbOrTx,
  { account, mailbox, slugs }: { account: string; mailbox: string; slugs: readonly string[] },
): Promise<string[]> {
  const c = campaignClaims;
  const rows = await db
    .selectDistinct({ campaign: c.campaign })
    .from(c)
    .where(and(inArray(c.campaign, [...slugs]), eq(c.mailbox, mailbox), sql`${c.accountId} <> ${account}::uuid`));
  return rows.map((row) => row.campaign);
}

/** The claims that are due and not granted, oldest first. Index: campaign_claims_pending. */
export async function readPendingClaims(db: DbOrTx, limit: number): Promise<ClaimRow[]> {
  const c = campaignClaims;
  return await db
    .select()
    .from(c)
    .where(and(isNull(c.grantedAt), isNull(c.refusal), lte(c.dueAt, sql`clock_timestamp()`)))
    .orderBy(asc(c.dueAt))
    .limit(limit);
}

/** Records that claims were granted. Index: campaign_claims_pkey. */
export async function setClaimsGranted(db: DbOrTx, ids: readonly ClaimId[]): Promise<void> {
  const c = campaignClaims;
  const of = (field: keyof ClaimId, type: string) =>
    arrayOf(
      ids.map((id) => id[field]),
      type,
    );
  await db.execute(sql`
    update ${c} set granted_at = clock_timestamp()
    from unnest(${of("campaign", "text")}, ${of("accountId", "uuid")}, ${of("occurrence", "text")})
      as one(campaign, account_id, occurrence)
    where (${c.campaign}, ${c.accountId}, ${c.occurrence}) = (one.campaign, one.account_id, one.occurrence)
      and ${c.grantedAt} is null`);
}

/** Records why the ledger refused the grant of a claim. Index: campaign_claims_pkey. */
export async function setClaimRefused(db: DbOrTx, id: ClaimId, refusal: string): Promise<void> {
  await db.update(campaignClaims).set({ refusal }).where(isClaim(id));
}

function isClaim(id: ClaimId) {
  const c = campaignClaims;
  return and(eq(c.campaign, id.campaign), eq(c.accountId, id.accountId), eq(c.occurrence, id.occurrence));
}

function bytes(hex: string | null) {
  return hex === null ? sql`null::bytea` : sql`decode(${hex}, 'hex')`;
}
