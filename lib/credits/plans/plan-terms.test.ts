import { expect, test } from "vitest";
import { type PlanToBuy, stepsOfPlan } from "./plan-terms.ts";

const now = new Date("2026-11-27T10:00:00.000Z");
const month: PlanToBuy = {
  interval: "month",
  amountCents: 999,
  creditsPerMonth: 1_200,
  trialDays: 7,
  trialCredits: 20,
};
const year: PlanToBuy = { ...month, interval: "year", amountCents: 9_588 };

test.each([
  [
    "a month",
    { plan: month, trial: false },
    ["now: 999 and 1200 until 2026-12-27T16", "2026-12-27T10, every month: 999 and 1200"],
  ],
  [
    "a month with a trial",
    { plan: month, trial: true },
    ["now: 0 and 20 until 2026-12-04T16", "2026-12-04T10, every month: 999 and 1200"],
  ],
  [
    "a month with a trial that has no credits",
    { plan: { ...month, trialCredits: 0 }, trial: true },
    ["now: 0 and 0", "2026-12-04T10, every month: 999 and 1200"],
  ],
  [
    "a plan that offers no trial",
    { plan: { ...month, trialDays: 0 }, trial: true },
    ["now: 999 and 1200 until 2026-12-27T16", "2026-12-27T10, every month: 999 and 1200"],
  ],
  [
    "a year",
    { plan: year, trial: false },
    [
      "now: 9588 and 1200 until 2026-12-27T16",
      "2026-12-27T10, every month: 0 and 1200",
      "2027-11-27T10, every year: 9588 and 0",
    ],
  ],
  [
    "a year with a trial",
    { plan: year, trial: true },
    [
      "now: 0 and 20 until 2026-12-04T16",
      "2026-12-04T10: 9588 and 1200",
      "2027-01-04T10, every month: 0 and 1200",
      "2027-12-04T10, every year: 9588 and 0",
    ],
  ],
])("what is charged and added when: %s", (_what, { plan, trial }, steps) => {
  expect(stepsOfPlan(plan, { trial, now }).map(told)).toEqual(steps);
});

function told({ at, every, amountCents, credits, until }: ReturnType<typeof stepsOfPlan>[number]): string {
  const hour = (instant: Date) => instant.toISOString().slice(0, 13);
  const when = `${at === null ? "now" : hour(at)}${every === null ? "" : `, every ${every}`}`;
  return `${when}: ${amountCents} and ${credits}${until === null ? "" : ` until ${hour(until)}`}`;
}
