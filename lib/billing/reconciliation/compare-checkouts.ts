import "server-only";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { type OrderRow, readOrderRow, readPaidOrderRowsBetween } from "#db/queries/orders/orders.ts";
import { type PlanOrderRow, readPlanOrderRow } from "#db/queries/plans/plan-orders.ts";
import { applyCheckout } from "#lib/billing/orders/reconcile-order.ts";
import { applyPlanCheckout } from "#lib/billing/plans/reconcile-plan-order.ts";
import { type Checkout, findCheckout, listCheckouts } from "#lib/billing/stripe/checkout-sessions.ts";
import type { Difference } from "./difference.ts";

const sliceMs = 6 * 60 * 60 * 1000;
/** A payment page is opened at most half an hour after its order, and clocks differ a little. */
const laterMs = 30 * 60 * 1000;
const earlierMs = 5 * 60 * 1000;

/**
 * Compares the payment pages of a time with the orders of packs and plans, and paid orders with their pages, some hours at a
 * time, so that its memory is bounded by what is sold in these hours.
 */
export async function* compareCheckouts(
  db: Db,
  { since, until }: { since: Date; until: Date },
): AsyncGenerator<Difference> {
  for (let from = since; from < until; from = new Date(from.getTime() + sliceMs)) {
    const to = new Date(Math.min(from.getTime() + sliceMs, until.getTime()));
    const seen = new Set<string>();
    const asked = { from: new Date(from.getTime() - earlierMs), until: new Date(to.getTime() + laterMs) };
    for await (const checkout of listCheckouts(asked)) {
      if (checkout.state === "paid") seen.add(checkout.id);
      yield* compareCheckout(db, checkout);
    }
    for await (const order of paidOrders(db, { from, to }))
      if (!seen.has(order.checkoutSession ?? "")) yield* compareOrder(order);
  }
}

async function* compareCheckout(db: Db, checkout: Checkout): AsyncGenerator<Difference> {
  const id = z.uuid().safeParse(checkout.order).data;
  if (id === undefined) return;
  const order = await readOrderRow(db, id);
  const planOrder = order === null ? await readPlanOrderRow(db, id) : null;
  if (order !== null) yield* comparePack(db, order, checkout);
  else if (planOrder !== null) yield* comparePlan(db, planOrder, checkout);
  else if (checkout.state === "paid") {
    yield { kind: "unknown", object: checkout.id, says: `is paid for order ${id}, which we do not have`, repair: null };
  }
}

async function* comparePack(db: Db, order: OrderRow, checkout: Checkout): AsyncGenerator<Difference> {
  if (checkout.state !== "paid") return;
  const { id: object, amountCents, currency } = checkout;
  const isOwn = (order.checkoutSession ?? object) === object;
  const isAsked = amountCents === order.amountCents && currency === order.currency;
  if (order.status === "paid" && !isOwn) {
    yield { kind: "twice", object, says: `is paid for order ${order.id}, which another page paid`, repair: null };
  } else if (!isAsked) {
    const says = `is paid with ${amountCents} ${currency}, but order ${order.id} is for ${order.amountCents} ${order.currency}`;
    yield { kind: "wrong-amount", object, says, repair: null };
  } else if (order.status !== "paid") {
    const repair = async () => {
      const reconciled = await applyCheckout(db, order, checkout);
      return reconciled.status === "applied" ? null : reconciled.reason;
    };
    yield { kind: "missing", object, says: `is paid, but order ${order.id} is ${order.status}`, repair };
  }
}

async function* comparePlan(db: Db, order: PlanOrderRow, checkout: Checkout): AsyncGenerator<Difference> {
  if (checkout.state !== "paid" || order.status === "paid") return;
  const repair = async () => {
    const { status } = await applyPlanCheckout(db, order, checkout);
    return status === "paid" ? null : `order ${order.id} stays ${status}`;
  };
  const says = `is paid, but the order ${order.id} of a plan is ${order.status}`;
  yield { kind: "missing", object: checkout.id, says, repair };
}

/** An operator can grant an order whose page Stripe does not have; one whose page was not paid is a mistake. */
async function* compareOrder({ id, checkoutSession }: OrderRow): AsyncGenerator<Difference> {
  if (checkoutSession === null) return;
  const checkout = await findCheckout(checkoutSession);
  if (checkout?.state === "paid") return;
  const says = `order ${id} is paid, but Stripe says that its page is ${checkout?.state ?? "unknown"}`;
  yield { kind: "wrong-state", object: checkoutSession, says, repair: null };
}

const page = 100;

async function* paidOrders(db: Db, { from, to }: { from: Date; to: Date }): AsyncGenerator<OrderRow> {
  let after: Pick<OrderRow, "createdAt" | "id"> | null = null;
  for (;;) {
    const rows: OrderRow[] = await readPaidOrderRowsBetween(db, { from, to, after, limit: page });
    yield* rows;
    after = rows.at(-1) ?? null;
    if (rows.length < page || after === null) return;
  }
}
