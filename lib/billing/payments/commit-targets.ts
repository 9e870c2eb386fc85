import "server-only";
import type { Tx } from "#db/client.ts";
import { readUnused } from "#db/queries/credits/returned-batches.ts";
import type { PaymentRow } from "#db/queries/orders/payments.ts";
import type { ForgiveCommand, RevokeCommand } from "#lib/credits/command.ts";
import { reviewPrefix } from "#lib/credits/revocation.ts";
import { commitWithin } from "#lib/ledger/commit/commit-transaction.ts";
import { requestKey } from "#lib/ledger/commit/request-key.ts";

/** A batch of a returned payment, and how many of its credits the returned money takes. */
export interface BatchOfPayment {
  account: string;
  number: number;
  label: string;
  target: number;
  /** What its lines refer to: the order, or the month of an invoice. */
  reference: string;
  /** Whether its holder paid for it. What a member of a team used is written off. */
  owes: boolean;
}

/** Whether the unused credits of a payment are frozen: its bank warns of fraud, and no operator has decided yet. */
export function isFrozen({ warnedAt, clearedAt }: PaymentRow): boolean {
  return warnedAt !== null && clearedAt === null;
}

/**
 * Brings the batches of a payment to their targets, in the transaction that stored the payment. While a payment is frozen,
 * what is unused of its batches is taken as well. The accounts are locked.
 */
export async function commitTargets(tx: Tx, payment: PaymentRow, batches: readonly BatchOfPayment[]): Promise<void> {
  const unused = isFrozen(payment) && batches.length > 0 ? await readUnused(tx, batches) : [];
  const revokes = batches.map((batch, index) => revokeOf(payment, batch, unused[index]?.unused ?? 0));
  const forgives = batches.filter(({ owes }) => !owes).map((batch) => forgiveOf(payment, batch));
  for (const outcome of await commitWithin(tx, [...revokes, ...forgives])) {
    if (outcome.status === "refused" && !needless.has(outcome.refusal.slug)) {
      throw new Error(`The return of payment ${payment.id} was refused: ${outcome.refusal.slug}`);
    }
  }
}

/** That a batch is at its target, or owes nothing. */
const needless = new Set<string>(["unchanged", "nothing-left"]);

function forgiveOf({ id, readAt }: PaymentRow, { account, number, label }: BatchOfPayment): ForgiveCommand {
  const key = `payment:${id}:${readAt.toISOString()}:${number}:forgive`;
  const request = requestKey("stripe", key, { method: "payment", path: id, body: { number } });
  return { type: "forgive", account, batch: number, reason: label, request, actor: "stripe", platform: null };
}

function revokeOf(payment: PaymentRow, batch: BatchOfPayment, unused: number): RevokeCommand {
  const { id, readAt, clearedAt } = payment;
  const { account, number, label } = batch;
  const target = Math.max(batch.target, unused);
  // A line says whether money went back, or the payment is only under review.
  const isReview = target > batch.target || (target === 0 && clearedAt !== null);
  const reference = isReview ? `${reviewPrefix}${batch.reference}` : batch.reference;
  const key = `payment:${id}:${readAt.toISOString()}:${number}:${target}`;
  return {
    type: "revoke",
    account,
    batch: number,
    target,
    reason: label,
    reference,
    request: requestKey("stripe", key, { method: "payment", path: id, body: { number, target } }),
    actor: "stripe",
    platform: null,
  };
}
