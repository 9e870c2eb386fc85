import "server-only";
import type { Db } from "#db/client.ts";
import { readRevokedBatches } from "#db/queries/credits/returned-batches.ts";
import { type PaymentRow, readPaymentOfOrder, readPaymentsOf } from "#db/queries/orders/payments.ts";
import type { ReturnedCredits } from "#lib/credits/returned-credits.ts";
import { type ReturnedBatch, readReturnedBatches } from "#lib/ledger/read/returned-batches.ts";

/** What became of a payment of a person: its money, in minor units, and the credits of their own that it paid for. */
export interface PaymentReturn
  extends Pick<
    PaymentRow,
    | "id"
    | "orderId"
    | "invoiceId"
    | "currency"
    | "paidCents"
    | "returnedCents"
    | "disputedCents"
    | "dispute"
    | "changedAt"
  > {
  /** Whether credits were given back and no money is returned any more. */
  isGivenBack: boolean;
  /** Since when the unused credits are frozen, because the bank warns of fraud. */
  reviewedSince: Date | null;
  /** The batches of which credits were to be taken back, and the newest line about each. */
  batches: { number: number; label: string; line: number | null }[];
  /** What became of the credits of all of them; null when there are none, and while they only wait for a review. */
  credits: ReturnedCredits | null;
}

/** The payments of a person of which money was returned, is disputed or may be stolen. */
export async function listReturns(db: Db, userId: string): Promise<PaymentReturn[]> {
  return await describeReturns(db, userId, await readPaymentsOf(db, userId));
}

/** What became of the payment of a person's order; null when nothing of it was ever returned or disputed. */
export async function readReturnOfOrder(db: Db, userId: string, orderId: string): Promise<PaymentReturn | null> {
  const payment = await readPaymentOfOrder(db, orderId);
  const [returned] = await describeReturns(db, userId, payment === null ? [] : [payment]);
  return returned ?? null;
}

/** What became of some payments of a person. */
export async function describeReturns(
  db: Db,
  userId: string,
  payments: readonly PaymentRow[],
): Promise<PaymentReturn[]> {
  if (payments.length === 0) return [];
  // An account's id is its owner's user id.
  const revoked = await readRevokedBatches(db, userId);
  const numbers = revoked.map(({ number }) => number);
  const batches = await readReturnedBatches(db, userId, numbers);
  return payments.map((payment) => {
    const own = new Set(revoked.filter((batch) => paidBy(batch, payment)).map(({ number }) => number));
    return describe(
      payment,
      batches.filter(({ number }) => own.has(number)),
    );
  });
}

/** A plan's batch has its invoice, seat and month as the id of its source. */
function paidBy(
  { source, sourceId }: { source: string; sourceId: string | null },
  { orderId, invoiceId }: PaymentRow,
): boolean {
  if (source === "order") return sourceId === orderId;
  return source === "plan" && invoiceId !== null && sourceId?.startsWith(`${invoiceId}:`) === true;
}

function describe(payment: PaymentRow, batches: readonly ReturnedBatch[]): PaymentReturn {
  const { returnedCents, disputedCents, warnedAt, clearedAt } = payment;
  const money = returnedCents + disputedCents;
  const isReviewed = batches.some((batch) => batch.isReviewed);
  const wasUndone = batches.some(({ line }) => line?.type === "reinstate");
  return {
    ...payment,
    isGivenBack: money === 0 && wasUndone,
    reviewedSince: clearedAt === null ? warnedAt : null,
    batches: batches.map(({ number, label, line }) => ({ number, label, line: line?.version ?? null })),
    credits:
      batches.length === 0 || (isReviewed && money === 0)
        ? null
        : batches.map(({ credits }) => credits).reduce(together),
  };
}

function together(one: ReturnedCredits, other: ReturnedCredits): ReturnedCredits {
  return {
    granted: one.granted + other.granted,
    target: one.target + other.target,
    taken: one.taken + other.taken,
    used: one.used + other.used,
    waiting: one.waiting + other.waiting,
    owed: one.owed + other.owed,
    repaid: one.repaid + other.repaid,
    forgiven: one.forgiven + other.forgiven,
  };
}
