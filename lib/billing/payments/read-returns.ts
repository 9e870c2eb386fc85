import "server-only";
import type { Db } from "#db/client.ts";
import { type PaymentRow, readPaymentsOf } from "#db/queries/orders/payments.ts";
import { isFrozen } from "./commit-targets.ts";

/** What became of the money of a payment, for its payer. Amounts are in minor units of its currency. */
export interface ReturnedMoney
  extends Pick<PaymentRow, "currency" | "paidCents" | "returnedCents" | "disputedCents" | "dispute" | "changedAt"> {
  /** Whether its unused credits are frozen, because its bank warns of fraud. */
  frozen: boolean;
}

/** What became of a person's payments, by the id of the order or of the invoice; those that nothing happened to are missing. */
export async function readReturns(db: Db, userId: string): Promise<Map<string, ReturnedMoney>> {
  const rows = await readPaymentsOf(db, userId);
  const told = rows.filter((row) => row.dispute !== "none" || row.returnedCents > 0 || isFrozen(row));
  return new Map(told.map((row) => [row.orderId ?? row.invoiceId ?? row.id, toReturned(row)]));
}

function toReturned(row: PaymentRow): ReturnedMoney {
  const { currency, paidCents, returnedCents, disputedCents, dispute, changedAt } = row;
  return { currency, paidCents, returnedCents, disputedCents, dispute, changedAt, frozen: isFrozen(row) };
}
