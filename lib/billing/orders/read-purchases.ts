import "server-only";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { readOwnOrderRows } from "#db/queries/orders/orders.ts";
import type { Transaction } from "#lib/credits/transaction.ts";

/** The order of purchased credits, as the history shows it. */
export interface Purchase {
  id: string;
  amountCents: number;
  currency: string;
}

/** The orders of a user that these transactions granted, or whose returned payment they are about, by their id. */
export async function readPurchases(
  db: Db,
  userId: string,
  lines: readonly Pick<Transaction, "type" | "entries" | "ofBatch" | "reference">[],
): Promise<Map<string, Purchase>> {
  const ids = lines.flatMap(({ type, entries, ofBatch, reference }) => {
    const isOfOrder = ofBatch !== null || (type === "grant" && entries[0]?.source === "order");
    return isOfOrder && reference !== null && z.uuid().safeParse(reference).success ? [reference] : [];
  });
  if (ids.length === 0) return new Map();
  const orders = await readOwnOrderRows(db, userId, ids);
  return new Map(orders.map(({ id, amountCents, currency }) => [id, { id, amountCents, currency }]));
}
