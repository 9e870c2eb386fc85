import "server-only";
import type { Db, Tx } from "#db/client.ts";
import { type PlanPriceRow, readPlanPricesAt } from "#db/queries/catalogue/plans.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import { readBuyingFrozen } from "#db/queries/orders/payments.ts";
import {
  insertPlanOrder,
  type PlanOrderRow,
  readOpenPlanOrder,
  readPlanOrderOfKey,
  readPlanOrdersSince,
} from "#db/queries/plans/plan-orders.ts";
import { readSubscriptionRows } from "#db/queries/plans/subscriptions.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";

/** A subscription that a person requests. `returnTo` is where they continue afterwards. */
export interface SubscribeRequest {
  userId: string;
  request: RequestKey;
  plan: string;
  interval: "month" | "year";
  currency: string;
  /** The offer that the person saw: when it has changed, nothing is ordered. It never sets the price. */
  shown?: { amountCents: number; creditsPerMonth: number };
  returnTo: string | null;
}

/**
 * Why nothing was ordered. `subscribed`: a subscription runs already, with this id. `buying-frozen`: a payment of the person
 * is disputed.
 */
export type PlanOrderRefusal =
  | { status: "no-such-plan" }
  | { status: "price-changed" }
  | { status: "idempotency-key-reused" }
  | { status: "buying-frozen" }
  | { status: "subscribed"; subscription: string }
  | { status: "rate-limited"; retryAfterSeconds: number };

/** `other`: an order of something else is open, which must be closed first. `firstTime` allows a trial. */
export type PlacedPlanOrder =
  | { status: "placed"; order: PlanOrderRow; firstTime: boolean; replayed: boolean }
  | { status: "other"; order: PlanOrderRow }
  | PlanOrderRefusal;

const ordersPerHour = 10;
const hourMs = 3600 * 1000;

/**
 * Finds or inserts the order of a plan, under the lock of the account: two tabs, a double click and parallel calls get the
 * same order, and no account gets a second while one can be paid or a subscription runs.
 */
export async function placePlanOrder(db: Db, asked: SubscribeRequest): Promise<PlacedPlanOrder> {
  return await inTransaction(db, (tx) => placeIn(tx, asked));
}

async function placeIn(tx: Tx, asked: SubscribeRequest): Promise<PlacedPlanOrder> {
  const { userId, request, returnTo } = asked;
  const locked = await lockAccounts(tx, [userId]);
  if (locked.length === 0) throw new Error(`placePlanOrder: ${userId} has no credit account`);
  const now = await readClock(tx);
  const { scope: keyScope, key: idempotencyKey, fingerprint } = request;
  const key = { userId, keyScope, idempotencyKey };
  const earlier = await readPlanOrderOfKey(tx, key);
  if (earlier !== null && earlier.fingerprint !== fingerprint) return { status: "idempotency-key-reused" };
  const subscriptions = await readSubscriptionRows(tx, userId);
  const firstTime = subscriptions.length === 0;
  if (earlier !== null) return { status: "placed", order: earlier, firstTime, replayed: true };

  if ((await readBuyingFrozen(tx, userId)) !== null) return { status: "buying-frozen" };
  const running = subscriptions.find(({ endedAt, status }) => endedAt === null && status !== "incomplete_expired");
  if (running !== undefined) return { status: "subscribed", subscription: running.id };
  const price = await findPrice(tx, asked, now);
  if (price === undefined) return { status: "no-such-plan" };
  const { shown = price } = asked;
  const isAsShown = shown.amountCents === price.amountCents && shown.creditsPerMonth === price.creditsPerMonth;
  if (!isAsShown) return { status: "price-changed" };

  const open = await readOpenPlanOrder(tx, userId);
  if (open !== null)
    return open.planPrice === price.id && canStillBePaid(open, now)
      ? { status: "placed", order: open, firstTime, replayed: false }
      : { status: "other", order: open };
  const refusal = await limitReached(tx, userId, now);
  if (refusal !== null) return refusal;
  const about = { planPrice: price.id, returnTo, createdAt: now, updatedAt: now };
  const order = await insertPlanOrder(tx, { ...key, fingerprint, ...about });
  return { status: "placed", order, firstTime, replayed: false };
}

async function findPrice(tx: Tx, asked: SubscribeRequest, now: Date): Promise<PlanPriceRow | undefined> {
  const { plan, interval, currency } = asked;
  return (await readPlanPricesAt(tx, now)).find(
    (one) =>
      one.plan === plan &&
      one.interval === interval &&
      one.currency === currency &&
      (one.retiredAt === null || one.retiredAt > now),
  );
}

/** A page that is about to close is not handed out again. */
function canStillBePaid({ status, createdAt }: PlanOrderRow, now: Date): boolean {
  return status === "processing" || now.getTime() - createdAt.getTime() < hourMs / 3;
}

async function limitReached(tx: Tx, userId: string, now: Date): Promise<PlanOrderRefusal | null> {
  const recent = await readPlanOrdersSince(tx, userId, new Date(now.getTime() - hourMs));
  const tenth = recent[ordersPerHour - 1];
  if (tenth === undefined) return null;
  const seconds = Math.ceil((tenth.createdAt.getTime() + hourMs - now.getTime()) / 1000);
  return { status: "rate-limited", retryAfterSeconds: Math.max(1, seconds) };
}
