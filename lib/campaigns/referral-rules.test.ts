import { expect, test } from "vitest";
import { stepOfQualified, stepOfWaiting } from "./referral-rules.ts";

const at = (text: string) => new Date(`2026-11-${text}Z`);
const now = at("20T12:00");
const terms = { endsAt: at("30T00:00"), paused: false, holdDays: 14, mostPerMonth: 2 };
const bought = { purchase: "order", at: at("20T11:00") };
const ended = at("20T11:30");

test.each([
  ["nothing bought", {}, null, { status: "wait" }],
  ["bought", {}, bought, { status: "qualify", rewardDueAt: new Date("2026-12-04T12:00Z") }],
  ["bought, without a holding time", { holdDays: 0 }, bought, { status: "qualify", rewardDueAt: now }],
  ["bought, without an end", { endsAt: null }, bought, { status: "qualify", rewardDueAt: expect.any(Date) }],
  ["bought, while it is paused", { paused: true }, bought, { status: "wait" }],
  ["nothing bought at the end", { endsAt: now }, null, { status: "refuse", reason: "campaign-ended" }],
  ["nothing bought 1 ms before it", { endsAt: at("20T12:00:00.001") }, null, { status: "wait" }],
  [
    "bought before the end, noticed after it",
    { endsAt: ended },
    bought,
    { status: "qualify", rewardDueAt: expect.any(Date) },
  ],
  ["bought at the end", { endsAt: bought.at }, bought, { status: "refuse", reason: "campaign-ended" }],
])("a friend who waits: %s", (_, changes, by, expected) => {
  expect(stepOfWaiting({ ...terms, ...changes }, by, now)).toEqual(expected);
});

const due = { rewardDueAt: now, returnedAt: null };
const own = { rewards: 1, hasReferrer: true, now };

test.each([
  ["due", {}, {}, {}, { status: "reward" }],
  ["1 ms early", {}, { rewardDueAt: at("20T12:00:00.001") }, {}, { status: "wait" }],
  ["while the payment is returned", {}, { returnedAt: now }, {}, { status: "wait" }],
  ["after the campaign's end", { endsAt: ended }, {}, {}, { status: "reward" }],
  ["while it is paused", { paused: true }, {}, {}, { status: "wait" }],
  ["with a full month", {}, {}, { rewards: 2 }, { status: "leave-unrewarded", reason: "month-full" }],
  ["without a limit", { mostPerMonth: null }, {}, { rewards: 99 }, { status: "reward" }],
  ["without a referrer", {}, {}, { hasReferrer: false }, { status: "leave-unrewarded", reason: "referrer-gone" }],
])("a friend who qualified: %s", (_, changes, referral, state, expected) => {
  expect(stepOfQualified({ ...terms, ...changes }, { ...due, ...referral }, { ...own, ...state })).toEqual(expected);
});
