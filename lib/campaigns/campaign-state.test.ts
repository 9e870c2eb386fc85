import { expect, test } from "vitest";
import { campaignState, creditsOf, type Participant } from "./campaign-state.ts";

const at = (text: string) => new Date(`2026-11-${text}Z`);
const now = at("27T12:00");

const offer = {
  type: "offer" as const,
  audience: "everyone" as const,
  amount: 10,
  referrerAmount: null,
  weekBonus: 0,
  beginsAt: at("20T00:00"),
  endsAt: at("30T00:00"),
  paused: false,
  limitPerPerson: 1,
  limitInAll: null,
  budget: null,
  claims: 0,
  creditsClaimed: 0,
};

const ada: Participant = {
  joinedAt: at("21T00:00"),
  isVerified: true,
  hasPlan: false,
  mailboxClaimed: false,
  claims: 0,
  lastCheckIn: null,
  timeZone: "UTC",
};

const first = { occurrence: "1", dayInRow: null };

test.each<[string, Partial<typeof offer> | object, Partial<Participant>, object]>([
  ["an offer that runs", {}, {}, { status: "available", next: first }],
  ["before its beginning", { beginsAt: at("27T12:00:00.001") }, {}, { status: "begins", at: at("27T12:00:00.001") }],
  ["at its beginning", { beginsAt: now }, {}, { status: "available", next: first }],
  ["1 ms before its end", { endsAt: at("27T12:00:00.001") }, {}, { status: "available", next: first }],
  ["at its end", { endsAt: now }, {}, { status: "ended" }],
  ["without an end", { endsAt: null }, {}, { status: "available", next: first }],
  ["paused", { paused: true }, {}, { status: "paused" }],
  ["claimed", {}, { claims: 1 }, { status: "done", nextAt: null }],
  ["claimed and paused", { paused: true }, { claims: 1 }, { status: "done", nextAt: null }],
  [
    "one of three",
    { limitPerPerson: 3 },
    { claims: 1 },
    { status: "available", next: { occurrence: "2", dayInRow: null } },
  ],
  ["claimed by all there are", { limitInAll: 5, claims: 5 }, {}, { status: "sold-out" }],
  ["with one left", { limitInAll: 5, claims: 4 }, {}, { status: "available", next: first }],
  ["a budget with 9 left for 10", { budget: 100, creditsClaimed: 91 }, {}, { status: "sold-out" }],
  ["a budget with 10 left for 10", { budget: 100, creditsClaimed: 90 }, {}, { status: "available", next: first }],
  ["for new people, who are", { audience: "new-people" }, {}, { status: "available", next: first }],
  [
    "for new people, who are not",
    { audience: "new-people" },
    { joinedAt: at("19T00:00") },
    { status: "not-for-you", because: "new-people-only" },
  ],
  [
    "for subscribers, with a plan",
    { audience: "subscribers" },
    { hasPlan: true },
    { status: "available", next: first },
  ],
  ["for subscribers, without", { audience: "subscribers" }, {}, { status: "not-for-you", because: "subscribers-only" }],
  [
    "without a plan, with one",
    { audience: "without-plan" },
    { hasPlan: true },
    { status: "not-for-you", because: "without-plan-only" },
  ],
  [
    "a welcome, address not proved",
    { type: "welcome" },
    { isVerified: false },
    { status: "not-for-you", because: "address-unverified" },
  ],
  [
    "a welcome, mailbox used before",
    { type: "welcome" },
    { mailboxClaimed: true },
    { status: "not-for-you", because: "mailbox-used" },
  ],
])("%s", (_, campaign, person, expected) => {
  expect(campaignState({ ...offer, ...campaign }, { ...ada, ...person }, now)).toEqual(expected);
});

test.each([
  ["runs", {}, { status: "waiting-for-friend" }],
  ["is paused", { paused: true }, { status: "paused" }],
  ["has ended", { endsAt: now }, { status: "ended" }],
  [
    "can pay for one more friend and their referrer",
    { budget: 100, creditsClaimed: 75 },
    { status: "waiting-for-friend" },
  ],
  ["can pay for only one of the two", { budget: 100, creditsClaimed: 76 }, { status: "sold-out" }],
  ["has one claim left", { limitInAll: 5, claims: 4 }, { status: "sold-out" }],
  ["is for subscribers", { audience: "subscribers" as const }, { status: "not-for-you", because: "subscribers-only" }],
])("a referral that %s", (_, changes, expected) => {
  const referral = { ...offer, type: "referral" as const, referrerAmount: 15, limitPerPerson: null };
  expect(campaignState({ ...referral, ...changes }, { ...ada, claims: 7 }, now)).toEqual(expected);
});

test("a check-in is claimed by day, and the seventh in a row brings its bonus", () => {
  const checkIn = { ...offer, type: "check-in" as const, weekBonus: 20, limitPerPerson: null };
  const lastCheckIn = { day: "2026-11-26", at: at("26T10:00"), timeZone: "UTC", dayInRow: 6 };
  const next = { occurrence: "2026-11-27", dayInRow: 7 };
  expect(campaignState(checkIn, { ...ada, claims: 6, lastCheckIn }, now)).toEqual({ status: "available", next });
  expect([creditsOf(checkIn, next), creditsOf(checkIn, { ...next, dayInRow: 6 })]).toEqual([30, 10]);
  const today = { ...lastCheckIn, day: "2026-11-27", at: at("27T09:00") };
  expect(campaignState(checkIn, { ...ada, claims: 7, lastCheckIn: today }, now)).toEqual({
    status: "done",
    nextAt: at("28T00:00"),
  });
  const dear = { ...checkIn, budget: 100, creditsClaimed: 80 };
  expect(campaignState(dear, { ...ada, claims: 6, lastCheckIn }, now), "the bonus is in no budget").toEqual({
    status: "sold-out",
  });
});
