import type { CampaignRow } from "#db/queries/campaigns/campaigns.ts";
import { type CheckIn, checkInDay } from "./check-in-day.ts";

/** What decides whether a person can claim from a campaign. */
export interface Participant {
  /** When they signed up. */
  joinedAt: Date;
  /** Whether their email address is proved. */
  isVerified: boolean;
  /** Whether a plan of theirs runs. */
  hasPlan: boolean;
  /** Whether another account with the same mailbox claimed from this campaign, where a mailbox counts once. */
  mailboxClaimed: boolean;
  /** How many claims from this campaign they have. */
  claims: number;
  /** Their last check-in of this campaign. */
  lastCheckIn: CheckIn | null;
  /** The zone of their days. */
  timeZone: string;
}

/** Why a campaign is not for a person. */
export type Exclusion =
  | "address-unverified"
  | "mailbox-used"
  | "new-people-only"
  | "subscribers-only"
  | "without-plan-only";

/** What is claimed next: the occurrence, and for a check-in the day in a row. */
export interface NextClaim {
  occurrence: string;
  dayInRow: number | null;
}

/**
 * The state of a campaign as a person reads it. A done one with a `nextAt` can be claimed again then; a referral waits for
 * friends, whom the person can invite.
 */
export type CampaignState =
  | { status: "available"; next: NextClaim }
  | { status: "waiting-for-friend" }
  | { status: "begins"; at: Date }
  | { status: "paused" }
  | { status: "done"; nextAt: Date | null }
  | { status: "sold-out" }
  | { status: "ended" }
  | { status: "not-for-you"; because: Exclusion };

type Campaign = Pick<
  CampaignRow,
  | "type"
  | "audience"
  | "amount"
  | "referrerAmount"
  | "weekBonus"
  | "beginsAt"
  | "endsAt"
  | "paused"
  | "limitPerPerson"
  | "limitInAll"
  | "budget"
  | "claims"
  | "creditsClaimed"
>;

/** The state of a campaign for a person at an instant; begin is inclusive, end exclusive. */
export function campaignState(campaign: Campaign, person: Participant, now: Date): CampaignState {
  if (campaign.endsAt !== null && campaign.endsAt <= now) return { status: "ended" };
  if (campaign.beginsAt > now) return { status: "begins", at: campaign.beginsAt };
  const because = findExclusion(campaign, person);
  if (because !== null) return { status: "not-for-you", because };
  if (campaign.type === "referral") return stateOfReferral(campaign);
  const next = nextClaim(campaign, person, now);
  if (next.status === "done") return next;
  if (campaign.paused) return { status: "paused" };
  if (!fitsLimits(campaign, creditsOf(campaign, next.next))) return { status: "sold-out" };
  return { status: "available", next: next.next };
}

/** Whole credits that a claim brings: the amount, and the bonus of a full week. */
export function creditsOf({ amount, weekBonus }: Pick<Campaign, "amount" | "weekBonus">, next: NextClaim): number {
  return next.dayInRow === 7 ? amount + weekBonus : amount;
}

/** Whether a mailbox counts once in campaigns of this type, whatever accounts it had. */
export function countsMailbox(type: Campaign["type"]): boolean {
  return type === "welcome";
}

/** A referral campaign that could not pay for one more friend and their referrer invites nobody. */
function stateOfReferral(campaign: Campaign): CampaignState {
  if (campaign.paused) return { status: "paused" };
  const both = campaign.amount + (campaign.referrerAmount ?? 0);
  return fitsLimits(campaign, both, 2) ? { status: "waiting-for-friend" } : { status: "sold-out" };
}

function findExclusion({ type, audience, beginsAt }: Campaign, person: Participant): Exclusion | null {
  // Back ends can claim for accounts that they opened; a welcome is for people who came themselves.
  if (type === "welcome" && !person.isVerified) return "address-unverified";
  if (person.mailboxClaimed) return "mailbox-used";
  switch (audience) {
    case "everyone":
      return null;
    case "new-people":
      return person.joinedAt >= beginsAt ? null : "new-people-only";
    case "subscribers":
      return person.hasPlan ? null : "subscribers-only";
    case "without-plan":
      return person.hasPlan ? "without-plan-only" : null;
  }
}

function nextClaim(
  { type, limitPerPerson }: Campaign,
  person: Participant,
  now: Date,
): { status: "next"; next: NextClaim } | { status: "done"; nextAt: Date | null } {
  if (limitPerPerson !== null && person.claims >= limitPerPerson) return { status: "done", nextAt: null };
  if (type !== "check-in") return { status: "next", next: { occurrence: String(person.claims + 1), dayInRow: null } };
  const today = checkInDay(person.timeZone, person.lastCheckIn, now);
  if (today.status === "done") return today;
  return { status: "next", next: { occurrence: today.day, dayInRow: today.dayInRow } };
}

function fitsLimits({ limitInAll, budget, claims, creditsClaimed }: Campaign, credits: number, more = 1): boolean {
  return (
    (limitInAll === null || claims + more <= limitInAll) && (budget === null || creditsClaimed + credits <= budget)
  );
}
