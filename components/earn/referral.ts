/** What came of a referral, as its two sides read it. */
export type Standing =
  | { status: "waiting" }
  | { status: "holding"; until: Date }
  | { status: "rewarded"; credits: number }
  | { status: "not-rewarded"; because: Reason }
  | { status: "not-counted"; because: Reason }
  | { status: "returned" };

type Reason = "own-mailbox" | "known-mailbox" | "campaign-ended" | "sold-out" | "month-full" | "referrer-gone";

/** A friend who joined with the user's link, without name and address. */
export interface InvitedFriend {
  id: string;
  joinedAt: Date;
  standing: Standing;
}

/** A referral campaign with the user's link and friends. */
export interface Referral {
  slug: string;
  name: string;
  description: string;
  /** Null where the user cannot invite now. */
  url: string | null;
  /** Whole credits of the friend and of the user, and for how many days. */
  friendCredits: number;
  credits: number;
  validDays: number;
  holdDays: number;
  qualifiesBy: "purchase" | "use";
  /** For how many friends a month; null has no limit. */
  mostPerMonth: number | null;
  month: { friends: number; credits: number };
  friends: readonly InvitedFriend[];
  endsAt: Date | null;
}
