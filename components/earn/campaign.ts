/** A campaign as its card shows it. */
export interface EarnCampaign {
  slug: string;
  type: string;
  name: string;
  description: string;
  /** Whole credits that the next claim brings, and for how many days. */
  credits: number;
  validDays: number;
  /** Exclusive; null has no end. */
  endsAt: Date | null;
  creditsFrom: Date | null;
  weekBonus: number;
  /** How many check-ins in a row there are in this week of seven. */
  daysInRow: number;
  state: EarnState;
}

/** Whether the user can claim now, or why not. */
export type EarnState = { status: "available" } | ClosedState;

/** Why the user cannot claim now. */
export type ClosedState =
  | { status: "begins"; at: Date }
  | { status: "paused" }
  | { status: "sold-out" }
  | { status: "ended" }
  | { status: "done"; nextAt: Date | null }
  | { status: "not-for-you"; because: Exclusion };

type Exclusion = "address-unverified" | "mailbox-used" | "new-people-only" | "subscribers-only" | "without-plan-only";

/** A claim of the user, with the end of its credits; null while they are not granted. */
export interface EarnClaim {
  campaign: string;
  occurrence: string;
  label: string;
  credits: number;
  claimedAt: Date;
  dueAt: Date;
  expiresAt: Date | null;
}
