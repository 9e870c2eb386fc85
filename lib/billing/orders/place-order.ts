import "server-only";
import type { Db, Tx } from "#db/client.ts";
import { readPackRows } from "#db/queries/catalogue/dated-rows.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import {
  insertOrder,
  insertOrderKey,
  type OrderRow,
  readOrderOfKey,
  readOrderRowsSince,
  setOrderReturn,
} from "#db/queries/orders/orders.ts";
import { readBuyingFrozen } from "#db/queries/orders/payments.ts";
import type { Pack } from "#lib/catalogue/packs.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";

/**
 * A purchase that a user requests. `returnTo` is where they continue afterwards: a path of this app, or a return link.
 */
export interface CheckoutRequest {
  userId: string;
  request: RequestKey;
  pack: string;
  /** The offer that the user saw, if any: when it has changed, nothing is ordered. It never sets the price. */
  shown?: { credits: number; amountCents: number };
  returnTo: string | null;
}

/**
 * Why nothing was ordered. `price-changed`: the pack differs from the offer that the user saw. `rate-limited`: too many
 * checkouts. `too-many-open`: pay or cancel an order first. `buying-frozen`: a payment of the user is disputed.
 */
export type OrderRefusal =
  | { status: "no-such-pack" }
  | { status: "price-changed" }
  | { status: "idempotency-key-reused" }
  | { status: "buying-frozen" }
  | { status: "rate-limited"; retryAfterSeconds: number }
  | { status: "too-many-open"; retryAfterSeconds: number };

type Placed = { status: "placed"; order: OrderRow; replayed: boolean } | OrderRefusal;

const checkoutsPerHour = 10;
const openOrders = 3;
const hourMs = 3600 * 1000;

/**
 * Finds or inserts the order of a checkout, under the lock of the account, so that two submits, two tabs and
 * parallel calls see each other, and the limits are exact.
 */
export async function placeOrder(db: Db, checkout: CheckoutRequest): Promise<Placed> {
  return await inTransaction(db, (tx) => placeIn(tx, checkout));
}

async function placeIn(tx: Tx, checkout: CheckoutRequest): Promise<Placed> {
  const { userId, request } = checkout;
  const locked = await lockAccounts(tx, [userId]);
  if (locked.length === 0) throw new Error(`placeOrder: ${userId} has no credit account`);
  const now = await readClock(tx);

  const { scope: keyScope, key: idempotencyKey, fingerprint } = request;
  const key = { userId, keyScope, idempotencyKey, fingerprint };
  const earlier = await readOrderOfKey(tx, key);
  if (earlier !== null && earlier.fingerprint !== fingerprint) return { status: "idempotency-key-reused" };
  if (earlier !== null) return { status: "placed", order: earlier.order, replayed: true };

  if ((await readBuyingFrozen(tx, userId)) !== null) return { status: "buying-frozen" };
  const pack = (await readPackRows(tx, now)).find((one) => one.slug === checkout.pack);
  if (pack === undefined) return { status: "no-such-pack" };
  const { shown = pack } = checkout;
  if (shown.credits !== pack.credits || shown.amountCents !== pack.amountCents) return { status: "price-changed" };

  const recent = await readOrderRowsSince(tx, userId, new Date(now.getTime() - hourMs));
  const unpaid = recent.filter((order) => canStillBePaid(order, now));
  const resumed = unpaid.find((order) => isSamePurchase(order, pack));
  const refusal = resumed ? null : limitReached({ recent, unpaid, now });
  if (refusal !== null) return refusal;

  if (resumed !== undefined && checkout.returnTo !== null) await setOrderReturn(tx, resumed.id, checkout.returnTo);
  const order = resumed ?? (await insertOrder(tx, { ...orderOf(checkout, pack), createdAt: now, updatedAt: now }));
  await insertOrderKey(tx, { ...key, orderId: order.id });
  return { status: "placed", order, replayed: false };
}

/** An order whose payment page is being created counts as open; pages expire an hour after their order. */
function canStillBePaid(order: OrderRow, now: Date) {
  const end = order.checkoutExpiresAt ?? new Date(order.createdAt.getTime() + hourMs / 3);
  return order.status === "open" && end.getTime() - now.getTime() > 120_000;
}

function isSamePurchase(order: OrderRow, pack: Pack) {
  return (
    order.pack === pack.slug &&
    order.credits === pack.credits &&
    order.amountCents === pack.amountCents &&
    order.currency === pack.currency &&
    order.validDays === pack.validDays
  );
}

function limitReached({ recent, unpaid, now }: { recent: OrderRow[]; unpaid: OrderRow[]; now: Date }) {
  const tenth = recent[checkoutsPerHour - 1];
  if (tenth) return { status: "rate-limited", retryAfterSeconds: secondsUntilHourAfter(tenth, now) } as const;
  const third = unpaid[openOrders - 1];
  if (third) return { status: "too-many-open", retryAfterSeconds: secondsUntilHourAfter(third, now) } as const;
  return null;
}

function secondsUntilHourAfter({ createdAt }: OrderRow, now: Date) {
  return Math.max(1, Math.ceil((createdAt.getTime() + hourMs - now.getTime()) / 1000));
}

function orderOf({ userId, request, returnTo }: CheckoutRequest, pack: Pack) {
  return {
    userId,
    keyScope: request.scope,
    idempotencyKey: request.key,
    fingerprint: request.fingerprint,
    pack: pack.slug,
    credits: pack.credits,
    amountCents: pack.amountCents,
    currency: pack.currency,
    validDays: pack.validDays,
    returnTo,
  };
}
