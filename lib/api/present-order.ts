import type { Order } from "#lib/billing/orders/orders.ts";

/** An order as the interface shows it; `transaction` is the version of its grant. */
export function presentOrder({ id, status, credits, amountCents, currency, grantVersion }: Order) {
  return { id, status, credits, amount: amountCents, currency, transaction: grantVersion ?? undefined };
}
