import "server-only";
import type { Db } from "#db/client.ts";
import { readRecordedInvoices } from "#db/queries/plans/plan-invoices.ts";
import { readSubscriptionRows } from "#db/queries/plans/subscriptions.ts";
import { keepWithoutEvent } from "#lib/billing/payments/settle-payment.ts";

/**
 * Tells operators, once, of a subscription that was paid beside another one of the same payer: only one is offered, both
 * grant, and one of them is to be cancelled and refunded.
 */
export async function noteSecondPlan(db: Db, account: string): Promise<void> {
  const running = (await readSubscriptionRows(db, account)).filter(({ endedAt }) => endedAt === null);
  const paid: string[] = [];
  for (const { id } of running.length > 1 ? running : [])
    if ((await readRecordedInvoices(db, id)).size > 0) paid.push(id);
  const [second, ...others] = paid;
  if (second === undefined || others.length === 0) return;
  const reason = `account ${account} pays for subscription ${second} beside ${others.join(", ")}: both grant`;
  await keepWithoutEvent(db, { type: "subscription", objectId: second, reason, orderId: null });
}
