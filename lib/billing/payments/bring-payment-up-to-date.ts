import "server-only";
import { z } from "zod";
import type { Db, Tx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { type OrderRow, readOrderRow } from "#db/queries/orders/orders.ts";
import { storePayment } from "#db/queries/orders/payments.ts";
import { payOrder } from "#lib/billing/orders/pay-order.ts";
import { findPayment, type StripePayment } from "#lib/billing/stripe/payments.ts";
import { followReturn } from "#lib/campaigns/follow-return.ts";
import type { RevokeCommand } from "#lib/credits/command.ts";
import { targetOf } from "#lib/credits/revocation.ts";
import { commitWithin } from "#lib/ledger/commit/commit-transaction.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";
import { type GrantOfSource, readGrantsOf } from "#lib/ledger/read/grants.ts";

/** What a payment is to us: of an order whose credits are at their target now, or not of ours, and why. */
export type BroughtPayment =
  | { status: "up-to-date"; order: OrderRow }
  | { status: "not-ours"; reason: string; customer: string | null };

/**
 * Reads a payment with its refunds and disputes at Stripe and brings the credits that it paid for to their target. Any number
 * of calls, in any order and in several processes, end in the same state: the row of the payment is locked while the ledger
 * moves, and what was read before it is dropped.
 * @throws StripeUnavailable, and when the database does not answer.
 */
export async function bringPaymentUpToDate(db: Db, id: string): Promise<BroughtPayment> {
  const readAt = await readClock(db);
  const payment = await findPayment(id);
  if (payment === null) return { status: "not-ours", reason: `Stripe has no payment ${id}`, customer: null };
  const order = await paidOrderOf(db, payment);
  const [grant] = order === null ? [] : await readGrantsOf(db, { source: "order", sourceId: order.id });
  if (order === null || grant === undefined) {
    return { status: "not-ours", reason: `payment ${id} paid for no credits of an order`, customer: payment.customer };
  }
  await inTransaction(db, (tx) => storeAndRevoke(tx, { payment, order, grant, readAt }));
  await followReturn(db, { friend: order.userId, purchase: order.id });
  return { status: "up-to-date", order };
}

/** The order of a payment, granted: money can be returned before the event of the payment itself arrives. */
async function paidOrderOf(db: Db, { order: named, paidCents, currency }: StripePayment): Promise<OrderRow | null> {
  const id = z.uuid().safeParse(named).data;
  const order = id === undefined ? null : await readOrderRow(db, id);
  if (order === null || order.status === "paid") return order;
  if (paidCents !== order.amountCents || currency !== order.currency) return null;
  await payOrder(db, order, "stripe");
  return order;
}

async function storeAndRevoke(
  tx: Tx,
  asked: { payment: StripePayment; order: OrderRow; grant: GrantOfSource; readAt: Date },
): Promise<void> {
  const { payment, order, readAt } = asked;
  const { id, currency, paidCents, returnedCents, disputedCents, dispute } = payment;
  const facts = { currency, paidCents, returnedCents, disputedCents, dispute };
  if (!(await storePayment(tx, { id, orderId: order.id, ...facts, readAt }))) return;
  const [outcome] = await commitWithin(tx, [revokeOf(asked)]);
  if (outcome?.status === "refused" && outcome.refusal.slug !== "unchanged") {
    throw new Error(`The return of payment ${id} was refused: ${outcome.refusal.slug}`);
  }
}

function revokeOf({
  payment: { id, paidCents, returnedCents, disputedCents },
  order,
  grant: { account, batch },
  readAt,
}: {
  payment: StripePayment;
  order: OrderRow;
  grant: GrantOfSource;
  readAt: Date;
}): RevokeCommand {
  const returned = BigInt(returnedCents) + BigInt(disputedCents);
  const target = targetOf(batch.granted, { paid: BigInt(paidCents), returned });
  const key = `payment:${id}:${readAt.toISOString()}:${target}`;
  return {
    type: "revoke",
    account,
    batch: batch.number,
    target,
    reason: batch.label,
    reference: order.id,
    request: requestKey("stripe", key, { method: "payment", path: id, body: { target } }),
    actor: "stripe",
    platform: null,
  };
}
