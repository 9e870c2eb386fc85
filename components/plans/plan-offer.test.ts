import { expect, test } from "vitest";
import { needSwitch, type PlanOffer, parsePlanValue, planValue, type ShownPlan, yearSaves } from "./plan-offer.ts";

const month: PlanOffer = {
  ...{ plan: "pro", interval: "month", currency: "usd", amountCents: 999 },
  ...{ creditsPerMonth: 1_200, trialDays: 7, trialCredits: 20 },
};
const year: PlanOffer = { ...month, interval: "year", amountCents: 9_588 };
const pro: ShownPlan = { slug: "pro", name: "Pro", description: "Credits", month, year };

test("a form sends the offers of the chosen plan, and the switch tells which of them is meant", () => {
  const value = planValue(pro);
  expect(parsePlanValue(value, "month")).toMatchObject({ plan: "pro", interval: "month", amountCents: 999 });
  expect(parsePlanValue(value, "year")).toMatchObject({ interval: "year", currency: "usd", amountCents: 9_588 });
  expect(parsePlanValue(planValue({ ...pro, month: null }), "month")).toMatchObject({ interval: "year" });
});

test.each(["", "pro", "pro:week:usd:1:1", "pro:month:usd:-1:1", "pro:month:usd:1"])("%j names no offer", (value) => {
  expect(parsePlanValue(value, "month")).toBeNull();
});

test("a year saves what twelve months cost more, and a plan that is sold one way needs no switch", () => {
  expect(yearSaves(pro)).toBe(20);
  expect(yearSaves({ ...pro, year: { ...year, amountCents: 12 * 999 } })).toBe(0);
  expect(yearSaves({ ...pro, month: null })).toBe(0);
  expect([needSwitch([pro]), needSwitch([{ ...pro, year: null }])]).toEqual([true, false]);
});
