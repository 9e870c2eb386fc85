import { targetOf } from "#lib/credits/revocation.ts";

/** A seat's credits for a month; below 0 when its time was given back. */
interface PaidMonth {
  seat: number;
  monthStart: Date;
  credits: number;
}

/**
 * How many credits are to be taken back of each month that an invoice paid for, when money for it was returned. Seats share a
 * return by what they were paid for; within a seat the last month goes first, so that months that are still to come go before
 * those that were granted. Amounts are in minor units of one currency. Pure; the targets are in the order of the months.
 */
export function targetsOfMonths(months: readonly PaidMonth[], money: { paid: bigint; returned: bigint }): number[] {
  const targets = new Map<PaidMonth, number>();
  for (const own of Map.groupBy(months, ({ seat }) => seat).values()) {
    const paid = own.filter(({ credits }) => credits > 0);
    const all = paid.reduce((sum, { credits }) => sum + credits, 0);
    let left = targetOf(all, money);
    for (const month of paid.toSorted((a, b) => b.monthStart.getTime() - a.monthStart.getTime())) {
      const target = Math.min(month.credits, left);
      targets.set(month, target);
      left -= target;
    }
  }
  return months.map((month) => targets.get(month) ?? 0);
}
