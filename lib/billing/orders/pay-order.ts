import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import type { OrderRow } from "#db/queries/orders/orders.ts";
import { setOrderPaid } from "#db/queries/orders/orders.ts";
import { qualifyBuyer } from "#lib/campaigns/qualify-friend.ts";
import type { GrantCommand } from "#lib/credits/command.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";

/**
 * Grants an order's credits once and marks it as paid. The key is the order's, so that
 * Stripe's event and an operator together make one grant. Returns whether the order was unpaid before.
 */
export async function payOrder(db: Db, order: OrderRow, actor: string): Promise<boolean> {
  const wasUnpaid = await setOrderPaid(db, order.id, await grantOnce(db, order, actor));
  if (wasUnpaid) await qualifyBuyer(db, order.userId);
  return wasUnpaid;
}

/**
 * Grants an order's credits once and returns the grant's version. This also recovers from a crash before the order was
 * updated.
 */
async function grantOnce(db: Db, order: OrderRow, actor: string): Promise<number> {
  const expiresAt = order.validDays === null ? null : await daysFromNow(db, order.validDays);
  const outcome = await commitOne(db, orderGrantOf(order, { actor, expiresAt }));
  if (outcome.status === "refused") {
    throw new Error(`The grant of order ${order.id} was refused: ${outcome.refusal.slug}`);
  }
  return outcome.transaction.version;
}

/** The grant of a paid order. */
export function orderGrantOf(
  order: Pick<OrderRow, "id" | "userId" | "idempotencyKey" | "fingerprint" | "credits" | "amountCents">,
  { actor, expiresAt }: { actor: string; expiresAt: Date | null },
): GrantCommand {
  return {
    type: "grant",
    account: order.userId,
    request: { scope: "stripe", key: order.idempotencyKey, fingerprint: order.fingerprint },
    actor,
    platform: null,
    kind: "purchased",
    amount: order.credits,
    expiresAt,
    source: "order",
    sourceId: order.id,
    reason: `${order.credits}-credit pack`,
    repays: order.amountCents > 0,
  };
}

/** Whole minutes, rounded up: validity is shown to the minute, and a buyer never gets less than was sold. */
async function daysFromNow(db: Db, days: number) {
  const end = (await readClock(db)).getTime() + days * 24 * 3600 * 1000;
  return new Date(Math.ceil(end / 60_000) * 60_000);
}
