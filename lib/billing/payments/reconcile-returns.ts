import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { listReturnedPayments } from "#lib/billing/stripe/payments.ts";
import { log } from "#lib/observability/log.ts";
import { bringPaymentUpToDate } from "./bring-payment-up-to-date.ts";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Brings the payments up to date of which a refund or dispute was made in the last days, so that lost events change nothing.
 * One that fails is logged, and the others go on. Returns how many it brought up to date, and how many failed.
 * @throws StripeUnavailable
 */
export async function reconcileReturns(db: Db, { days }: { days: number }): Promise<{ done: number; failed: number }> {
  const since = new Date((await readClock(db)).getTime() - days * dayMs);
  const counts = { done: 0, failed: 0 };
  for await (const payment of listReturnedPayments(since)) {
    try {
      await bringPaymentUpToDate(db, payment);
      counts.done += 1;
    } catch (error) {
      counts.failed += 1;
      log.warn({ err: error, payment }, "A payment could not be brought up to date");
    }
  }
  return counts;
}
