import "server-only";
import type { Db } from "#db/client.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import { readBuyingFrozen, setBuyingFreeze, setUnfrozen } from "#db/queries/orders/payments.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";

/** Why a person can buy nothing more: the dispute of a payment, of an order or of an invoice of their plan. */
export interface BuyingFreeze {
  since: Date;
  dispute: "open" | "lost";
  payment: string;
  orderId: string | null;
  invoiceId: string | null;
}

/** Why a person can buy nothing more, for pages; null when they can. Spending is never stopped by it. */
export async function readBuyingFreeze(db: Db, userId: string): Promise<BuyingFreeze | null> {
  const frozen = await readBuyingFrozen(db, userId);
  if (frozen === null) return null;
  if (frozen.payment === null) throw new Error(`account ${userId} buys nothing, but no payment says why`);
  const { id: payment, orderId, invoiceId, dispute } = frozen.payment;
  return { since: frozen.at, dispute: dispute === "lost" ? "lost" : "open", payment, orderId, invoiceId };
}

/**
 * Lets a payer buy again in spite of the disputes of now; a later one of another payment stops it again. Returns the payments
 * that had stopped it, none when nothing had.
 */
export async function allowBuying(
  db: Db,
  userId: string,
  decided: { actor: string; reason: string },
): Promise<string[]> {
  return await inTransaction(db, async (tx) => {
    // Payments are always locked before accounts.
    const lifted = await setUnfrozen(tx, userId, decided);
    await lockAccounts(tx, [userId]);
    await setBuyingFreeze(tx, userId);
    return lifted;
  });
}
