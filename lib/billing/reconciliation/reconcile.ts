import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { readFrozenPayments } from "#db/queries/orders/payments.ts";
import { bringInvoiceUpToDate } from "#lib/billing/payments/bring-invoice-up-to-date.ts";
import { bringPaymentUpToDate } from "#lib/billing/payments/bring-payment-up-to-date.ts";
import { log } from "#lib/observability/log.ts";
import { compareCheckouts } from "./compare-checkouts.ts";
import { compareInvoices, compareSubscriptions } from "./compare-plans.ts";
import { compareReturns } from "./compare-returns.ts";
import type { Difference } from "./difference.ts";

/** A difference, and what became of it: repaired, or left for an operator, with the reason. */
export interface Found extends Omit<Difference, "repair"> {
  repaired: boolean;
  why: string | null;
}

/**
 * Compares what Stripe has since an instant with what we have: payment pages, invoices, subscriptions, and then refunds,
 * disputes, warnings and credit notes. It reads page by page, so its memory does not grow with what was sold. With `repair`,
 * differences are repaired by the functions that webhooks call; one that fails is told of, and the others go on. Each is handed
 * to `tell` as it is found. Returns how many were repaired, and how many are left.
 * @throws StripeUnavailable, and when the database does not answer.
 */
export async function reconcile(
  db: Db,
  { since, repair }: { since: Date; repair: boolean },
  tell: (found: Found) => void = () => undefined,
): Promise<{ repaired: number; left: number }> {
  const counts = { repaired: 0, left: 0 };
  const until = await readClock(db);
  const comparisons = [
    compareCheckouts(db, { since, until }),
    compareSubscriptions(db, since),
    compareInvoices(db, since),
    compareReturns(db, since),
  ];
  for (const differences of comparisons) {
    for await (const { repair: mend, ...difference } of differences) {
      const why = repair && mend !== null ? await mend().catch(String) : null;
      const repaired = repair && mend !== null && why === null;
      counts[repaired ? "repaired" : "left"] += 1;
      tell({ ...difference, repaired, why });
    }
  }
  return counts;
}

const dayMs = 24 * 60 * 60 * 1000;

/** What came back to the batches of a frozen payment since it was read is frozen as well, and what jobs used is not owed. */
async function freezeAgain(db: Db, id: string): Promise<void> {
  try {
    await (id.startsWith("in_") ? bringInvoiceUpToDate(db, id) : bringPaymentUpToDate(db, id));
  } catch (error) {
    log.warn({ err: error, payment: id }, "A frozen payment could not be brought up to date");
  }
}

/** Reconciles the last days and repairs, and tells operators what was repaired and what is left: the log is their metric. */
export async function reconcileLastDays(
  db: Db,
  { days }: { days: number },
): Promise<{ repaired: number; left: number }> {
  const since = new Date((await readClock(db)).getTime() - days * dayMs);
  for (const id of await readFrozenPayments(db)) await freezeAgain(db, id);
  const counts = await reconcile(db, { since, repair: true }, ({ kind, object, says, repaired, why }) => {
    const about = { difference: kind, object, says, why };
    if (repaired) log.info(about, "A difference from Stripe was repaired");
    else log.warn(about, "A difference from Stripe waits for an operator: npx purse reconcile");
  });
  log.info({ metric: "stripe-differences", days, ...counts }, "Stripe and our books were compared");
  return counts;
}
