import "server-only";
import { randomInt } from "node:crypto";
import type { Db, DbOrTx } from "#db/client.ts";
import { type CampaignRow, readRunningReferral } from "#db/queries/campaigns/campaigns.ts";
import { insertReferralCode, readAccountOfCode, readReferralCode } from "#db/queries/campaigns/referral-codes.ts";
import { readClock } from "#db/queries/clock.ts";
import { type CampaignState, campaignState } from "./campaign-state.ts";
import { makeReferralCode, normaliseCode } from "./code.ts";
import { readParticipation } from "./read-participant.ts";

/** Who invites by a link, and to which campaign. */
export interface Invitation {
  referrer: string;
  /** Null when the referrer has told none. */
  name: string | null;
  email: string;
  /** Null when no referral campaign runs. */
  campaign: CampaignRow | null;
  /** Whether the referrer can invite now. */
  state: CampaignState;
  now: Date;
}

/** The code of an account's link, made when it is first shown. */
export async function readOwnCode(db: Db, account: string): Promise<string> {
  for (;;) {
    const code = await readReferralCode(db, account);
    if (code !== null) return code;
    // Nothing is added when the code is another account's; then the next turn makes another one.
    await insertReferralCode(db, { accountId: account, code: makeReferralCode(randomInt) });
  }
}

/** The invitation behind the code of a link, in any spelling; null when no person has this code. */
export async function findInvitation(db: DbOrTx, typed: string): Promise<Invitation | null> {
  const code = normaliseCode(typed);
  const referrer = code === null ? null : await readAccountOfCode(db, code);
  if (referrer === null) return null;
  const now = await readClock(db);
  const campaign = await readRunningReferral(db, now);
  const campaigns = campaign === null ? [] : [campaign];
  const person = await readParticipation(db, referrer, { campaigns, timeZone: null, now });
  if (person === null) return null;
  const state: CampaignState =
    campaign === null ? { status: "ended" } : campaignState(campaign, person.inCampaign(campaign.slug), now);
  return { referrer, name: person.name, email: person.email, campaign, state, now };
}
