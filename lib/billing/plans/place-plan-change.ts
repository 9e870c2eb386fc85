import "server-only";
import type { Db, Tx } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import { readBuyingFrozen } from "#db/queries/orders/payments.ts";
import {
  endPlanChange,
  insertPlanChange,
  type PlanChangeRow,
  readOpenPlanChange,
  readPlanChangeOfKey,
  reopenPlanChange,
} from "#db/queries/plans/plan-changes.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { inTransaction } from "#lib/ledger/commit/in-transaction.ts";

/** A change that a person requests of a subscription of theirs. */
export interface AskedChange {
  userId: string;
  request: RequestKey;
  subscription: string;
  plan: string;
  interval: "month" | "year";
}

/** `in-progress`: another change of the subscription is being carried out. `buying-frozen`: a payment of the person is disputed. */
export type PlacedChange =
  | { status: "placed"; change: PlanChangeRow }
  | { status: "idempotency-key-reused" }
  | { status: "buying-frozen" }
  | { status: "in-progress" };

/** Longer than any request of ours to Stripe is tried. */
const longestMs = 2 * 60 * 1000;

/**
 * Finds or inserts a change, under the lock of the account: two tabs, a double click and parallel calls get the same one, and
 * a subscription has one at a time. An open change that its process left behind ends as failed, and nothing is sent for it
 * again: the next one reads at Stripe what became of it.
 */
export async function placePlanChange(db: Db, asked: AskedChange): Promise<PlacedChange> {
  return await inTransaction(db, (tx) => placeIn(tx, asked));
}

async function placeIn(tx: Tx, { userId, request, subscription, plan, interval }: AskedChange): Promise<PlacedChange> {
  await lockAccounts(tx, [userId]);
  const now = await readClock(tx);
  const { scope: keyScope, key: idempotencyKey, fingerprint } = request;
  const key = { userId, keyScope, idempotencyKey };
  const earlier = await readPlanChangeOfKey(tx, key);
  if (earlier !== null && earlier.fingerprint !== fingerprint) return { status: "idempotency-key-reused" };
  if (earlier !== null && earlier.status !== "failed") return { status: "placed", change: earlier };
  if ((await readBuyingFrozen(tx, userId)) !== null) return { status: "buying-frozen" };

  const open = await readOpenPlanChange(tx, subscription);
  const isAtWork = open !== null && now.getTime() - open.begunAt.getTime() < longestMs;
  const isSame = open?.plan === plan && open.interval === interval;
  if (isAtWork) return isSame ? { status: "placed", change: open } : { status: "in-progress" };
  if (open !== null) await endPlanChange(tx, open.id, "failed");
  // A failed change binds nothing: its key may be tried again.
  if (earlier !== null) return { status: "placed", change: await reopenPlanChange(tx, earlier.id, now) };
  const about = { subscriptionId: subscription, plan, interval, begunAt: now };
  return { status: "placed", change: await insertPlanChange(tx, { ...key, fingerprint, ...about }) };
}
