import type { Period } from "./months.ts";

/** A line of a paid invoice that is about a known plan price. Money is in minor units. */
export interface PaidLine {
  /** What was sold. */
  price: { creditsPerMonth: number; amountCents: number; trialCredits: number };
  /** How many seats it pays for. */
  quantity: number;
  period: Period;
  /** Before discounts, because money off is not credits off. */
  amountCents: number;
  /** Whether it adjusts a period that had begun. */
  proration: boolean;
  /** Whether it returns time that was paid for. */
  givesBack: boolean;
}

/** Whether a line stands for the days of a trial: nothing was to be paid for a price that is not free. */
export function isTrial({ proration, amountCents, price }: PaidLine): boolean {
  return !proration && amountCents === 0 && price.amountCents > 0;
}

/**
 * Whether a line's time was charged for, or is given back for money. The days of a trial are not, and neither is what remains
 * of them after a change of plans.
 */
export function isCharged({ amountCents, price }: PaidLine): boolean {
  return amountCents !== 0 || price.amountCents === 0;
}

/** Whether a line stands for a whole period of its price, as bought or renewed. */
export function isWholePeriod(line: PaidLine): boolean {
  return !line.proration && !line.givesBack;
}
