import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { reconcileReturns } from "#lib/billing/payments/reconcile-returns.ts";
import { type OrderPayment, readOrderPayment, refundOrder } from "#lib/billing/payments/return-payment.ts";
import { formatMoney } from "#lib/format/money.ts";
import { Problem } from "../launcher/problem.ts";

/** Shows what Stripe and we know of an order's payment. */
export async function show(db: Db, order: string): Promise<void> {
  say(found(order, await readOrderPayment(db, idOf(order))));
}

/** Refunds an order; without an amount it says what it would refund. The same key again refunds nothing more. */
export async function refund(db: Db, order: string, asked: { cents?: string | undefined; key?: string | undefined }) {
  if (asked.cents === undefined) {
    const payment = found(order, await readOrderPayment(db, idOf(order)));
    say(payment);
    console.log(`To refund the unused share: --cents ${payment.proposedCents}. Nothing was changed.`);
    return;
  }
  const cents = z.coerce.number().int().min(1).safeParse(asked.cents);
  if (!cents.success) throw new Problem("--cents must be a whole number above 0.");
  const key = asked.key ?? randomUUID();
  console.log(`The same again refunds nothing more: --key ${key}`);
  say(found(order, await refundOrder(db, idOf(order), { cents: cents.data, key })));
}

/** Brings the payments with refunds and disputes of the last days up to date. */
export async function reconcile(db: Db, days: string): Promise<void> {
  const asked = z.coerce.number().int().min(1).max(365).safeParse(days);
  if (!asked.success) throw new Problem("--days must be a whole number from 1 to 365.");
  const { done, failed } = await reconcileReturns(db, { days: asked.data });
  console.log(`${done} refunds and disputes were read, and their payments are up to date. ${failed} failed.`);
  if (failed > 0) process.exitCode = 1;
}

function idOf(order: string): string {
  const id = z.uuid().safeParse(order);
  if (!id.success) throw new Problem(`${order} is not the id of an order.`);
  return id.data;
}

function found(order: string, payment: OrderPayment | null): OrderPayment {
  if (payment === null) throw new Problem(`Order ${order} has no payment.`);
  return payment;
}

function say({ account, payment, batch }: OrderPayment): void {
  const { id, currency, paidCents, returnedCents, disputedCents, dispute } = payment;
  const money = (amount: number) => formatMoney({ amount, currency }, "en");
  const disputed = dispute === "none" ? "no dispute" : `dispute ${dispute}: ${money(disputedCents)}`;
  console.log(`Payment  ${id}: ${money(paidCents)} paid, ${money(returnedCents)} refunded, ${disputed}`);
  const { target = 0, taken = 0, owed = 0, repaid = 0, forgiven = 0 } = batch.revocation ?? {};
  console.log(
    `Credits  batch ${batch.number} of ${account}: ${batch.remaining} of ${batch.granted} left, ${batch.held} on hold`,
  );
  console.log(
    `Returned ${target} to take back: ${taken} taken, ${owed} to repay, ${repaid} repaid, ${forgiven} forgiven`,
  );
}
