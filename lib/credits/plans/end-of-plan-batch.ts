const hourMs = 60 * 60 * 1000;
/** A renewal's invoice stays open for about an hour: until it is paid, the old month's credits must not run out. */
export const hoursAfterMonth = 6;
/** Credits that arrive late can still be used. */
export const daysAfterGrant = 7;

/** When a plan's credits end: 6 hours after their month, and never sooner than 7 days after they were granted. */
export function endOfPlanBatch(monthEnd: Date, grantedAt: Date): Date {
  const afterMonth = monthEnd.getTime() + hoursAfterMonth * hourMs;
  return new Date(Math.max(afterMonth, grantedAt.getTime() + daysAfterGrant * 24 * hourMs));
}
