/** The lookup key at Stripe of what a plan costs by an interval in a currency: whichever price is sold now has it. */
export function lookupKeyOf({
  plan,
  interval,
  currency,
}: {
  plan: string;
  interval: string;
  currency: string;
}): string {
  return `purse-${plan}-${interval}-${currency}`;
}
