import "server-only";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { readOwnOrderRow } from "#db/queries/orders/orders.ts";
import { findReceipt } from "#lib/billing/stripe/receipts.ts";

/** Where the receipt of a user's purchase stands at Stripe; null for another user's order, and when nothing was paid. @throws StripeUnavailable */
export async function findOwnReceipt(db: Db, userId: string, order: string): Promise<string | null> {
  if (!z.uuid().safeParse(order).success) return null;
  const session = (await readOwnOrderRow(db, userId, order))?.checkoutSession ?? null;
  return session === null ? null : await findReceipt(session);
}
