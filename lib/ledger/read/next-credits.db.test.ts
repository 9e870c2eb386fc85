import { expect, test } from "vitest";
import { bringPlanUpToDate } from "#lib/billing/plans/bring-plan-up-to-date.ts";
import { readPlan } from "#lib/billing/plans/read-plan.ts";
import type { StripeSubscription } from "#lib/billing/stripe/subscriptions.ts";
import { addMonths } from "#lib/credits/plans/months.ts";
import { testDatabase } from "#testing/database.ts";
import { lineOf, openPlans } from "#testing/plans.ts";
import { readBalance } from "./balance.ts";

const { db } = await testDatabase();
const { bill, subscribe, newPayer, reads } = await openPlans(db);
const begun = new Date();
begun.setUTCMilliseconds(0);
const [month, year] = [addMonths(begun, 1), addMonths(begun, 12)];

type Plan = Partial<StripeSubscription> & { pays?: Parameters<typeof lineOf>[2] };
const yearly: Plan = {
  price: "price_pro_year",
  periodEnd: year,
  pays: { price: "price_pro_year", amountCents: 9_588 },
};

const table: { what: string; plans: Plan[]; next: { at: Date; amount: number } | null }[] = [
  { what: "no plan", plans: [], next: null },
  { what: "a month that renews", plans: [{}], next: { at: month, amount: 1_200 } },
  { what: "a trial", plans: [{ status: "trialing", pays: { amountCents: 0 } }], next: { at: month, amount: 1_200 } },
  { what: "a month that is cancelled", plans: [{ cancelAt: month }], next: null },
  { what: "a payment that is due", plans: [{ status: "past_due" }], next: null },
  {
    what: "a larger plan scheduled",
    plans: [{ schedule: { id: "sub_sched", nextPrice: "price_max" } }],
    next: { at: month, amount: 3_000 },
  },
  { what: "the second month of a year", plans: [yearly], next: { at: month, amount: 1_200 } },
  {
    what: "a year that has ended early: its paid months come",
    plans: [{ ...yearly, status: "canceled", endedAt: begun }],
    next: { at: month, amount: 1_200 },
  },
  { what: "two plans at one instant", plans: [{}, yearly], next: { at: month, amount: 2_400 } },
  { what: "a price that is not ours", plans: [{ price: "price_else" }], next: null },
];

test.each(table)("next credits: $what", async ({ plans, next }) => {
  const { account, customer } = await newPayer();
  for (const { pays, ...plan } of plans) {
    const subscription = subscribe(customer, { startedAt: begun, ...plan });
    bill(subscription, [lineOf(begun, subscription.periodEnd, pays)]);
    await bringPlanUpToDate(db, subscription.id, reads);
  }
  const shown = next === null ? null : { at: next.at.toISOString(), amount: next.amount };
  expect((await readBalance(db, account))?.nextCredits).toEqual(shown);
  expect((await readPlan(db, account))?.nextCredits ?? null).toEqual(next);
});
