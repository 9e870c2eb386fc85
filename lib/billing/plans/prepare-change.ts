import "server-only";
import type { Db } from "#db/client.ts";
import { readPlanPricesAt, readPlanRows, readStripePrice } from "#db/queries/catalogue/plans.ts";
import { readClock } from "#db/queries/clock.ts";
import { readSubscriptionRows } from "#db/queries/plans/subscriptions.ts";
import { findSubscription, type StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { type BoughtPlan, type NamedPrice, readBought } from "./read-bought.ts";
import { type WayToChange, wayToChange } from "./way-to-change.ts";

/** A plan and interval that a person chooses for a subscription of theirs. */
export interface ChosenPlan {
  userId: string;
  subscription: string;
  plan: string;
  interval: "month" | "year";
}

/**
 * Why a subscription cannot be changed. `not-found`: it is not this person's, or has ended · `ending`: it was cancelled and
 * must be resumed first · `payment-due`: its open invoice must be paid first.
 */
export type ChangeRefusal =
  | { status: "not-found" }
  | { status: "no-such-plan" }
  | { status: "not-at-stripe" }
  | { status: "ending" }
  | { status: "payment-due"; payUrl: string | null };

/** A change that can be made: the subscription as it is now, and how it comes to the chosen price. */
export interface ReadyChange {
  status: "ready";
  subscription: StripeSubscription;
  bought: BoughtPlan;
  to: NamedPrice;
  /** The id of `to` at Stripe. */
  price: string;
  way: WayToChange;
}

/**
 * Reads a subscription afresh and finds how it comes to the chosen plan. Prices that it has, had paid for, or that are
 * scheduled stay as they were sold; any other is the one of today. @throws StripeUnavailable
 */
export async function prepareChange(db: Db, chosen: ChosenPlan): Promise<ReadyChange | ChangeRefusal> {
  const subscription = await findOwn(db, chosen);
  if (subscription === null) return { status: "not-found" };
  if (subscription.status !== "active" && subscription.status !== "trialing")
    return { status: "payment-due", payUrl: subscription.openInvoice?.payUrl ?? null };
  if (subscription.cancelAt !== null) return { status: "ending" };
  const bought = await readBought(db, subscription);
  if (bought === null) return { status: "no-such-plan" };
  const to = await findPrice(db, chosen, bought);
  if (to === null) return { status: "no-such-plan" };
  const price = await readStripePrice(db, { planPrice: to.id, livemode: subscription.livemode });
  if (price === null) return { status: "not-at-stripe" };
  const way = wayToChange(bought, to);
  const isGivenUp = way === "none" && subscription.pending !== null;
  return { status: "ready", subscription, bought, to, price, way: isGivenUp ? "keep" : way };
}

/** A person's own subscription that has not ended, read from Stripe now; null otherwise. @throws StripeUnavailable */
export async function findOwn(
  db: Db,
  { userId, subscription: id }: { userId: string; subscription: string },
): Promise<StripeSubscription | null> {
  const own = (await readSubscriptionRows(db, userId)).some((row) => row.id === id && row.endedAt === null);
  const subscription = own ? await findSubscription(id) : null;
  return subscription === null || subscription.endedAt !== null ? null : subscription;
}

async function findPrice(db: Db, { plan, interval }: ChosenPlan, bought: BoughtPlan): Promise<NamedPrice | null> {
  const { billed, paid, scheduled } = bought;
  const isChosen = (price: NamedPrice | null) => price?.plan === plan && price.interval === interval;
  const known = [scheduled, billed, paid].find(isChosen);
  if (known) return known;
  const now = await readClock(db);
  const sold = (await readPlanPricesAt(db, now)).find(
    (one) =>
      one.plan === plan &&
      one.interval === interval &&
      one.currency === billed.currency &&
      (one.retiredAt === null || one.retiredAt > now),
  );
  const name = (await readPlanRows(db)).find(({ slug }) => slug === plan)?.name;
  return sold === undefined || name === undefined ? null : { ...sold, name };
}
