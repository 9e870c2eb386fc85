/** A plan's price, as it is named on screen. */
export interface ShownPrice {
  name: string;
  interval: "month" | "year";
}

type SubscriptionStatus =
  | "incomplete"
  | "incomplete_expired"
  | "trialing"
  | "active"
  | "past_due"
  | "canceled"
  | "unpaid"
  | "paused";

/** The plan of a user as the billing page shows it. Money is in minor units. */
export interface ShownBilling {
  /** Null when there never was one. */
  plan: {
    status: SubscriptionStatus;
    /** Null when it is no plan of the catalogue. */
    price: ShownPrice | null;
    /** What it becomes at the period's end; null when it stays, or ends. */
    becomes: ShownPrice | null;
    periodEnd: Date;
    /** When it ends or ended; null renews. */
    endsAt: Date | null;
    /** Cancelled or ended. */
    isEnding: boolean;
    /** A payment is due before anything goes on. */
    isDue: boolean;
    nextCredits: { at: Date; amount: number } | null;
    /** Paid months of credits that still come. */
    toCome: { months: number; credits: number } | null;
    /** What is left of plan credits, the soonest end first. */
    kept: { amount: number; until: Date }[];
  } | null;
  /** Null while Stripe does not respond. */
  atStripe: {
    nextCharge: { at: Date; cents: number; currency: string } | null;
    method: { brand: string | null; last4: string | null; expires: { month: number; year: number } | null } | null;
  } | null;
}
