import type { FakeStripe } from "../fake.ts";
import type { StoredDiscount, StoredInvoice } from "../state.ts";

type Line = StoredInvoice["lines"][number];

/**
 * Takes discounts off the lines, one after another. Percents count for prorations as well, so that time given back is
 * worth what was paid for it; money off is shared among the lines above 0.
 */
export function discountLines({ state }: FakeStripe, lines: Line[], discounts: StoredDiscount[], now: number): Line[] {
  const left = lines.map((line) => line.amount);
  const taken: Line["discounts"][] = lines.map(() => []);
  for (const { id, coupon: couponId, end } of discounts) {
    const coupon = state.coupons[couponId];
    if (!coupon || (end !== null && end <= now)) continue;
    const amounts =
      coupon.percentOff === null
        ? shareOut(coupon.amountOff ?? 0, left)
        : left.map((amount) => Math.round((amount * (coupon.percentOff ?? 0)) / 100));
    for (const [at, amount] of amounts.entries()) {
      left[at] = (left[at] ?? 0) - amount;
      if (amount !== 0) taken[at]?.push({ discount: id, amount });
    }
  }
  return lines.map((line, at) => ({ ...line, discounts: taken[at] ?? [] }));
}

/** Takes an amount from the first lines on, and never more than a line has. */
function shareOut(amount: number, left: number[]): number[] {
  let rest = amount;
  return left.map((one) => {
    const part = Math.max(0, Math.min(one, rest));
    rest -= part;
    return part;
  });
}
