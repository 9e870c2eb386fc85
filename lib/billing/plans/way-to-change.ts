/** What a plan price sells for one seat. Money is in minor units. */
export interface SoldOffer {
  id: string;
  interval: "month" | "year";
  amountCents: number;
  creditsPerMonth: number;
}

/** What a subscription buys now. */
export interface Bought {
  /** What Stripe bills at the next renewal, unless something is scheduled. */
  billed: SoldOffer;
  /** What the running period was paid for, or is tried for. */
  paid: SoldOffer;
  /** What a schedule changes it to at the period's end. */
  scheduled: SoldOffer | null;
  isTrial: boolean;
}

/**
 * How a subscription comes to another price. `today`: it starts now, at full price, with a new period · `renewal`: the price
 * is changed at once without proration, so that the next renewal is the first that differs · `restore`: the same, back to
 * what the period has paid for · `schedule`: a schedule changes the interval at the period's end · `keep`: it has this price,
 * and only what was scheduled is given up · `none`: it comes next already.
 */
export type WayToChange = "today" | "renewal" | "restore" | "schedule" | "keep" | "none";

/**
 * More credits, or the same for more money, start today, and so does a year after a month. Less waits for the period's end,
 * and so does a return to what the period has paid for. Pure.
 */
export function wayToChange({ billed, paid, scheduled, isTrial }: Bought, to: SoldOffer): WayToChange {
  if (to.id === (scheduled ?? billed).id) return "none";
  if (to.interval === paid.interval ? isMore(to, paid) : to.interval === "year") return "today";
  // Nothing was paid for a trial, so its interval can change before it ends.
  if (to.interval !== paid.interval && !isTrial) return "schedule";
  if (to.id === billed.id) return "keep";
  return to.id === paid.id ? "restore" : "renewal";
}

function isMore(a: SoldOffer, b: SoldOffer): boolean {
  return (
    a.creditsPerMonth > b.creditsPerMonth || (a.creditsPerMonth === b.creditsPerMonth && a.amountCents > b.amountCents)
  );
}
