import "server-only";
import type { Db } from "#db/client.ts";
import { readClock } from "#db/queries/read-clock.ts";
import { type OrderRow, readOrderRow } from "#db/queries/read-orders.ts";
import { advanceOrder, setOrderCheckout, setOrderPaid, touchOrder } from "#db/queries/write-orders.ts";
import { commitOne } from "#lib/ledger/commit.ts";
import { type Checkout, readCheckout } from "./stripe.ts";
import { tellBuyer } from "./tell-buyer.ts";

/**
 * Brings an order to the state that its payment page at Stripe implies, and answers it. The webhook, the return page
 * and the healing all call this and nothing else, as often and in whatever order they like: the grant carries the
 * order's key and its id as source, so that there is one, and an order that is paid stays paid.
 * @throws when Stripe or the database cannot be asked, or when what was paid is not what was ordered.
 */
export async function reconcileOrder(db: Db, order: OrderRow): Promise<OrderRow> {
  if (order.status === "paid" || order.checkoutSession === null) return order;
  return await applyCheckout(db, order, await readCheckout(order.checkoutSession));
}

/** `reconcileOrder` for a payment page already read. */
export async function applyCheckout(db: Db, order: OrderRow, checkout: Checkout): Promise<OrderRow> {
  assertSamePurchase(order, checkout);
  if (order.checkoutSession === null) {
    const { id, url, expiresAt } = checkout;
    await setOrderCheckout(db, order.id, { checkoutSession: id, checkoutUrl: url, checkoutExpiresAt: expiresAt });
  }
  switch (checkout.state) {
    case "paid":
      if (await setOrderPaid(db, order.id, await grantOnce(db, order))) void tellBuyer(db, order, "added");
      break;
    case "processing":
      await advanceOrder(db, order.id, { to: "processing", from: ["open"] });
      break;
    case "failed":
      if (await advanceOrder(db, order.id, { to: "failed", from: ["open", "processing"] }))
        void tellBuyer(db, order, "failed");
      break;
    case "expired":
      await advanceOrder(db, order.id, { to: "expired", from: ["open"] });
      break;
    case "open":
      await touchOrder(db, order.id);
      break;
  }
  return (await readOrderRow(db, order.id)) ?? order;
}

/** A page that bills something else than the order says is a fault of ours or an attack: nothing is granted. */
function assertSamePurchase(order: OrderRow, checkout: Checkout) {
  const same =
    checkout.order === order.id &&
    (order.checkoutSession ?? checkout.id) === checkout.id &&
    checkout.amountCents === order.amountCents &&
    checkout.currency === order.currency;
  if (!same) throw new Error(`Payment page ${checkout.id} is not what order ${order.id} bought`);
}

/** Grants an order's credits once, and answers the grant's version. A crash before the order is updated is healed here. */
async function grantOnce(db: Db, order: OrderRow): Promise<number> {
  const outcome = await commitOne(db, {
    type: "grant",
    account: order.userId,
    request: { scope: "stripe", key: order.idempotencyKey, fingerprint: order.fingerprint },
    actor: "stripe",
    platform: null,
    kind: "purchased",
    amount: order.credits,
    expiresAt: order.validDays === null ? null : await daysFromNow(db, order.validDays),
    source: "order",
    sourceId: order.id,
    reason: `${order.credits}-credit pack`,
  });
  if (outcome.status === "refused") {
    throw new Error(`The grant of order ${order.id} was refused: ${outcome.refusal.slug}`);
  }
  return outcome.transaction.version;
}

/** Whole minutes, rounded up: validity is shown to the minute, and nobody gets less than was sold. */
async function daysFromNow(db: Db, days: number) {
  const end = (await readClock(db)).getTime() + days * 24 * 3600 * 1000;
  return new Date(Math.ceil(end / 60_000) * 60_000);
}
