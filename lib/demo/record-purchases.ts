import "server-only";
import type { Tx } from "#db/client.ts";
import { readGrantSources } from "#db/queries/credits/transactions.ts";
import { insertOrder, insertOrderKey } from "#db/queries/orders/orders.ts";
import { type PlanMonthRow, readDueMonths, setMonthDone, setNextMonthDue } from "#db/queries/plans/plan-months.ts";
import { insertPlanOrder } from "#db/queries/plans/plan-orders.ts";
import { saveCustomer } from "#db/queries/plans/subscriptions.ts";
import { orderGrantOf } from "#lib/billing/orders/pay-order.ts";
import { mirrorSubscription } from "#lib/billing/plans/bring-plan-up-to-date.ts";
import { recordInvoiceIn } from "#lib/billing/plans/record-invoice.ts";
import type { Step } from "#lib/ledger/commit/commit-history.ts";
import { planGrantOf } from "#lib/ledger/commit/commit-plan-months.ts";
import type { Bought, BoughtPlan } from "./buy-at-stripe.ts";

/** Records a demo user's subscription and its invoices, each as when it was paid. Returns the months that are due by now. */
export async function recordPlan(tx: Tx, bought: BoughtPlan, now: Date): Promise<PlanMonthRow[]> {
  const { order, subscription, invoices } = bought;
  const { userId: account } = order;
  await saveCustomer(tx, { userId: account, livemode: false, id: subscription.customer });
  await insertPlanOrder(tx, order);
  await mirrorSubscription(tx, subscription, { account, readAt: now });
  for (const paid of invoices) {
    const reason = await recordInvoiceIn(tx, paid, paid.invoice.paidAt ?? now);
    if (reason !== null) throw new Error(reason);
  }
  return await readDueMonths(tx, [account], { now, what: "grant" });
}

/** The grants of months of a plan, each at its moment, for a history. */
export function grantsOfMonths(months: readonly PlanMonthRow[]): Step[] {
  return months.map((month) => ({ now: month.dueAt, command: planGrantOf(month, month.dueAt) }));
}

/** The grants of packs, for a history. */
export function grantsOfPacks(packs: Bought["packs"]): Step[] {
  return packs.map((order) => ({
    now: order.createdAt,
    command: orderGrantOf(order, { actor: "stripe", expiresAt: null }),
  }));
}

/** After the history was written: the months are done, and the orders of packs are paid by its lines. */
export async function closePurchases(tx: Tx, packs: Bought["packs"], months: readonly PlanMonthRow[]): Promise<void> {
  for (const month of months) await setMonthDone(tx, month, null);
  await setNextMonthDue(tx, [...new Set(months.map(({ accountId }) => accountId))]);
  const sources = packs.map(({ id }) => ({ source: "order", sourceId: id }));
  const granted = sources.length === 0 ? [] : await readGrantSources(tx, sources);
  for (const order of packs) {
    const { id: orderId, userId, keyScope, idempotencyKey, fingerprint } = order;
    const grantVersion = granted.find(({ sourceId }) => sourceId === orderId)?.version ?? null;
    await insertOrder(tx, { ...order, grantVersion });
    await insertOrderKey(tx, { userId, keyScope, idempotencyKey, fingerprint, orderId });
  }
}
