import "server-only";
import type { Db, Tx } from "#db/client.ts";
import { violatedConstraint } from "#db/failure.ts";
import { type CampaignRow, readCampaignRow } from "#db/queries/campaigns/campaigns.ts";
import { type ClaimRow, hasRedeemed, readClaimOfKey, takeClaim } from "#db/queries/campaigns/claims.ts";
import { countUse, lockCode } from "#db/queries/campaigns/codes.ts";
import { setCheckInZone } from "#db/queries/campaigns/participants.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { type CampaignState, campaignState, countsMailbox, type NextClaim } from "./campaign-state.ts";
import { type Participation, readParticipation } from "./read-participant.ts";

/** A claim that a person or a back end requests. */
export interface ClaimRequest {
  account: string;
  request: RequestKey;
  /** The campaign, or the hash of a code that leads to one. */
  from: { campaign: string } | { code: string };
  /** The zone of the person's days, where the caller knows it. */
  timeZone: string | null;
}

/** Why nothing was claimed. `state` says it as the campaign's card does. */
export type ClaimRefusal =
  | { status: "not-found"; what: "account" | "campaign" }
  | { status: "code-unknown" }
  | { status: "code-redeemed" }
  | { status: "code-used-up" }
  | { status: "idempotency-key-reused" }
  | { status: "not-available"; state: Exclude<CampaignState, { status: "available" }> };

/** A claim that is recorded, now or by an earlier request with this key. */
export type PlacedClaim = { status: "placed"; claim: ClaimRow; replayed: boolean } | ClaimRefusal;

/**
 * Records a claim under the lock of the account, so that one person's devices see each other; limits and budget are taken in
 * the statement that records it. A retry with the same key finds it again. Its credits follow: `grantClaims`.
 */
export async function placeClaim(db: Db, asked: ClaimRequest): Promise<PlacedClaim> {
  try {
    return await inTransaction(db, (tx) => placeIn(tx, asked));
  } catch (error) {
    // Another account of the same mailbox was quicker.
    if (violatedConstraint(error) !== "campaign_claims_mailbox_once") throw error;
    return { status: "not-available", state: { status: "not-for-you", because: "mailbox-used" } };
  }
}

async function placeIn(tx: Tx, asked: ClaimRequest): Promise<PlacedClaim> {
  const { account, request, timeZone } = asked;
  if ((await lockAccounts(tx, [account])).length === 0) return { status: "not-found", what: "account" };
  const now = await readClock(tx);
  const earlier = await readClaimOfKey(tx, {
    accountId: account,
    keyScope: request.scope,
    idempotencyKey: request.key,
  });
  if (earlier !== null && earlier.fingerprint !== request.fingerprint) return { status: "idempotency-key-reused" };
  if (earlier !== null) return { status: "placed", claim: earlier, replayed: true };

  const found = await findCampaign(tx, asked);
  if ("status" in found) return found;
  const person = await readParticipation(tx, account, { campaigns: [found], timeZone, now });
  if (person === null) return { status: "not-found", what: "account" };
  const state = campaignState(found, person.inCampaign(found.slug), now);
  if (state.status !== "available") return { status: "not-available", state };
  return await take(tx, asked, { campaign: found, person, next: state.next });
}

const slugForm = /^[a-z0-9][a-z0-9-]{0,39}$/;

async function findCampaign(tx: Tx, { account, from }: ClaimRequest): Promise<CampaignRow | ClaimRefusal> {
  if ("campaign" in from) {
    // A caller can send any text here, also one that Postgres does not store.
    const campaign = slugForm.test(from.campaign) ? await readCampaignRow(tx, from.campaign) : null;
    // A campaign of codes is only found through one.
    return campaign === null || campaign.type === "code" ? { status: "not-found", what: "campaign" } : campaign;
  }
  const code = await lockCode(tx, from.code);
  if (code === null) return { status: "code-unknown" };
  if (await hasRedeemed(tx, account, from.code)) return { status: "code-redeemed" };
  // That a single-use code was used by another person is not told: it would say that the code exists.
  if (code.uses >= code.mostUses) return { status: code.mostUses === 1 ? "code-unknown" : "code-used-up" };
  const campaign = await readCampaignRow(tx, code.campaign);
  if (campaign === null) throw new Error(`A code names the campaign ${code.campaign}, which does not exist`);
  return campaign;
}

async function take(
  tx: Tx,
  { account, request, from }: ClaimRequest,
  { campaign, person, next }: { campaign: CampaignRow; person: Participation; next: NextClaim },
): Promise<PlacedClaim> {
  const { zone, mailbox } = person;
  const isCheckIn = campaign.type === "check-in";
  const code = "code" in from ? from.code : null;
  const claim = await takeClaim(tx, {
    campaign: campaign.slug,
    accountId: account,
    ...next,
    mailbox: countsMailbox(campaign.type) ? mailbox : null,
    code,
    timeZone: isCheckIn ? zone.timeZone : null,
    keyScope: request.scope,
    idempotencyKey: request.key,
    fingerprint: request.fingerprint,
  });
  if (claim === null) return await explainLoss(tx, campaign.slug, person);
  if (isCheckIn) await setCheckInZone(tx, { accountId: account, ...zone });
  if (code !== null) await countUse(tx, code);
  return { status: "placed", claim, replayed: false };
}

/** The campaign changed after it was read: other people's claims, its end, or an operator were quicker. */
async function explainLoss(tx: Tx, slug: string, person: Participation): Promise<ClaimRefusal> {
  const [campaign, now] = [await readCampaignRow(tx, slug), await readClock(tx)];
  if (campaign === null) throw new Error(`The campaign ${slug} vanished`);
  const state = campaignState(campaign, person.inCampaign(slug), now);
  return { status: "not-available", state: state.status === "available" ? { status: "sold-out" } : state };
}
