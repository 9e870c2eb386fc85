import "server-only";
import type { Db } from "#db/client.ts";
import { endPlanChange, type PlanChangeRow } from "#db/queries/plans/plan-changes.ts";
import {
  changePriceAtRenewal,
  dropPendingChange,
  releaseSchedule,
  schedulePrice,
  startPriceToday,
} from "#lib/billing/stripe/change-subscription.ts";
import { previewToday } from "#lib/billing/stripe/preview-invoice.ts";
import type { RequestKey } from "#lib/credits/transaction.ts";
import { bringPlanUpToDate } from "./bring-plan-up-to-date.ts";
import { placePlanChange } from "./place-plan-change.ts";
import { type ChangeRefusal, type ChosenPlan, findOwn, prepareChange, type ReadyChange } from "./prepare-change.ts";
import type { WayToChange } from "./way-to-change.ts";

/** A change that a person has confirmed. `shown` is what the preview said: when it differs by now, nothing is changed. */
export interface ConfirmedChange extends ChosenPlan {
  request: RequestKey;
  shown: { way: WayToChange; dueCents: number };
}

/**
 * `declined`: the payment failed and the old plan goes on; where an invoice waits for it, paying it makes the change.
 * `preview-changed`: it would cost something else, or begin at another time, than was shown.
 */
export type ChangeOutcome =
  | { status: "changed" }
  | { status: "declined"; payUrl: string | null }
  | { status: "preview-changed" }
  | { status: "in-progress" }
  | { status: "buying-frozen" }
  | { status: "idempotency-key-reused" }
  | ChangeRefusal;

/**
 * Changes plan or interval of a person's subscription, once for a key: more starts today and is charged in full, less waits
 * for the period's end. A scheduled change is given up first. Two tabs and two processes at once make one change.
 * @throws StripeUnavailable, and when the database does not answer; the same key continues.
 */
export async function changePlan(db: Db, confirmed: ConfirmedChange): Promise<ChangeOutcome> {
  // Only a person's own subscription gets a row.
  if ((await findOwn(db, confirmed)) === null) return { status: "not-found" };
  const placed = await placePlanChange(db, confirmed);
  if (placed.status !== "placed") return placed;
  const { change } = placed;
  if (change.status === "done") return { status: "changed" };
  if (change.status === "declined") return await declined(db, confirmed);
  // Read again: no other change is carried out from here on.
  const ready = await prepareChange(db, confirmed);
  const refusal = ready.status === "ready" ? await whyNot(ready, confirmed) : ready;
  if (refusal !== null || ready.status !== "ready") {
    await endPlanChange(db, change.id, "failed");
    return refusal ?? { status: "preview-changed" };
  }
  const outcome = await carryOut(ready, change);
  await bringPlanUpToDate(db, ready.subscription.id);
  await endPlanChange(db, change.id, outcome);
  return outcome === "done" ? { status: "changed" } : await declined(db, confirmed);
}

/** That it was made already, by another tab, is no reason. */
async function whyNot(ready: ReadyChange, { shown }: ConfirmedChange): Promise<ChangeOutcome | null> {
  if (ready.way === "none") return null;
  if (ready.way !== shown.way) return { status: "preview-changed" };
  if (ready.way !== "today") return null;
  const { dueCents } = await previewToday(ready);
  return dueCents === shown.dueCents ? null : { status: "preview-changed" };
}

async function declined(db: Db, confirmed: ConfirmedChange): Promise<ChangeOutcome> {
  const subscription = await findOwn(db, confirmed);
  const isWaiting = subscription !== null && subscription.pending !== null;
  return { status: "declined", payUrl: isWaiting ? (subscription.openInvoice?.payUrl ?? null) : null };
}

async function carryOut(ready: ReadyChange, { id }: PlanChangeRow): Promise<"done" | "declined"> {
  const { subscription, way } = ready;
  const key = `plan-change:${id}`;
  if (way !== "none" && subscription.schedule !== null) await releaseSchedule(subscription.schedule.id, key);
  // A change that starts today replaces one that waits for its payment.
  const { pending, openInvoice } = subscription;
  if (way !== "none" && way !== "today" && pending !== null && openInvoice !== null)
    await dropPendingChange(openInvoice.id, key);
  switch (way) {
    case "none":
    case "keep":
      return "done";
    case "renewal":
    case "restore":
      await changePriceAtRenewal(ready, key);
      return "done";
    case "schedule":
      await schedulePrice({ ...ready, interval: ready.to.interval }, key);
      return "done";
    case "today":
      return await startToday(ready, key);
  }
}

/** After a declined payment, what was scheduled is scheduled again. */
async function startToday(ready: ReadyChange, key: string): Promise<"done" | "declined"> {
  const { subscription, bought } = ready;
  const next = subscription.schedule?.nextPrice ?? null;
  const outcome = await startPriceToday({ ...ready, canWait: next === null }, key);
  if (outcome === "started") return "done";
  if (next !== null && bought.scheduled !== null)
    await schedulePrice({ subscription, price: next, interval: bought.scheduled.interval }, `${key}:again`);
  return "declined";
}
