import fc from "fast-check";
import { expect, test } from "vitest";
import { accepted, command, granted } from "#testing/commands.ts";
import { seeded } from "#testing/seed.ts";
import { type AccountState, booked } from "../account-state.ts";
import { decide } from "../decide/decide.ts";
import { type Kind, kinds } from "../kinds.ts";
import type { Transaction } from "../transaction.ts";
import { comingBatches, expectUse, forecast, forecastDays } from "./forecast.ts";
import { paceOf } from "./pace.ts";

const now = new Date("2026-11-27T10:00:00.000Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const steady = (used: number, days = 28) => Array.from({ length: days }, () => used);
const nothing = (): [number, number][] => [];

test.each<[string, number[], number | null]>([
  ["no use at all", [], null],
  ["six days of use", steady(10, 6), null],
  ["six days of use in four weeks", [...steady(0, 22), ...steady(10, 6)], null],
  ["a week of use", steady(10, 7), 10],
  ["a week of use after three weeks without", [...steady(0, 21), ...steady(10, 7)], 4],
  ["a week of use before three weeks without", [...steady(10, 7), ...steady(0, 21)], 1],
  ["two weeks, the newer one heavier", [...steady(0, 7), ...steady(14, 7)], 8],
  ["more than four weeks: what came before does not count", [...steady(900, 5), ...steady(10)], 10],
  ["days on which more came back than was used", [...steady(10, 27), -500], null],
])("the pace of %s", (_name, days, perDay) => {
  const pace = paceOf(days);
  expect(pace === null ? null : Math.round(pace.perDay)).toBe(perDay);
});

test("four whole weeks tell the weekdays apart, today's first", () => {
  const week = [70, 1, 2, 3, 4, 5, 6];
  // The oldest day is 28 days ago, so it has today's weekday.
  expect(paceOf([...week, ...week, ...week, ...week])?.week).toEqual(week);
  expect(new Set(paceOf([...week, ...week, ...week])?.week).size).toBe(1);
});

test.each<
  [string, [Kind, number, Date | null][], { at: Date; amount: number } | null, number | null, [number, number][]]
>([
  ["credits that never end last amount ÷ pace days", [["purchased", 100, null]], null, 10, nothing()],
  [
    "a batch that is used up in time loses nothing",
    [
      ["activity", 30, inDays(3)],
      ["purchased", 10, null],
    ],
    null,
    4,
    nothing(),
  ],
  [
    "a batch that ends first loses what the days before leave",
    [
      ["activity", 50, inDays(3)],
      ["purchased", 100, null],
    ],
    null,
    13,
    [[1, 20]],
  ],
  [
    "the order of use decides which batch loses",
    [
      ["activity", 50, inDays(3)],
      ["subscription", 20, inDays(30)],
    ],
    null,
    3,
    [[1, 40]],
  ],
  [
    "a batch that ends within a day covers a part of it",
    [
      ["activity", 10, inDays(0.5)],
      ["purchased", 15, null],
    ],
    null,
    2,
    [[1, 5]],
  ],
  [
    "credits to come carry on where others end",
    [["purchased", 10, null]],
    { at: inDays(1), amount: 310 },
    null,
    nothing(),
  ],
  ["credits that come too late leave a gap", [["purchased", 10, null]], { at: inDays(9), amount: 310 }, 1, nothing()],
  [
    "credits to come are used before purchased ones",
    [["purchased", 100, null]],
    { at: inDays(2), amount: 100 },
    20,
    nothing(),
  ],
  ["more than a year's credits have no end", [["purchased", 3_651, null]], null, null, nothing()],
  ["a batch that ends after a year is not told", [["activity", 9_999, inDays(366)]], null, null, nothing()],
])("at 10 a day, %s", (_name, batches, next, lasts, unused) => {
  const told = forecast({ batches: granted(now, ...batches).batches, days: steady(10), next, now });
  expect(told?.perDay).toBe(10);
  expect(told?.endsAt ?? null).toEqual(lasts === null ? null : inDays(lasts));
  expect(told?.unused.map(({ batch, amount }) => [batch, amount])).toEqual(unused);
});

const grants = fc.tuple(
  fc.constantFrom(...kinds),
  fc.integer({ min: 1, max: 400 }),
  fc.option(fc.double({ min: 0.001, max: 60, noNaN: true }), { freq: 4 }),
);
const comings = fc.option(
  fc.record({ days: fc.double({ min: 0.01, max: 40, noNaN: true }), amount: fc.integer({ min: 1, max: 300 }) }),
);

test("what it says is left over is what a replay of that use through the rules leaves over", () => {
  const days = fc.array(fc.integer({ min: -3, max: 40 }), { minLength: 7, maxLength: 28 });
  fc.assert(
    fc.property(fc.array(grants, { maxLength: 6 }), days, comings, (said, days, coming) => {
      const state = granted(
        now,
        ...said.map(([kind, amount, end]): [Kind, number, Date | null] => [
          kind,
          amount,
          end === null ? null : inDays(end),
        ]),
      );
      const next = coming === null ? null : { at: inDays(coming.days), amount: coming.amount };
      const told = forecast({ batches: state.batches, days, next, now });
      const pace = paceOf(days);
      if (pace === null || told === null) {
        expect([told, pace]).toEqual([null, null]);
        return;
      }
      const brought = comingBatches(state.batches, next, now);
      const replayed = replay(state, brought, expectUse(pace, [...state.batches, ...brought], now));
      expect(told.endsAt).toEqual(replayed.endsAt);
      expect(Object.fromEntries(told.unused.map(({ batch, amount }) => [batch, amount]))).toEqual(replayed.lost);
    }),
    seeded(150),
  );
});

/** Grants and spends through `decide`, as if the forecast came true, until a spend is refused; then what expired. */
function replay(state: AccountState, brought: ReturnType<typeof comingBatches>, uses: ReturnType<typeof expectUse>) {
  const steps = [
    ...brought.map(({ grantedAt: at, granted, expiresAt }) => ({ at, order: 0, amount: granted, expiresAt })),
    ...uses.map(({ at, amount }) => ({ at, order: 1, amount, expiresAt: null })),
  ].toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.order - b.order);
  const lines: Transaction[] = [];
  let [after, endsAt]: [AccountState, Date | null] = [state, null];
  const run = (asked: Parameters<typeof decide>[1], at: Date) => {
    const decision = decide(after, asked, at);
    if (decision.status === "refused") return false;
    lines.push(...accepted(decision).lines);
    after = accepted(decision).state;
    return true;
  };
  for (const { at, order, amount, expiresAt } of steps) {
    if (order === 0) run(command.grant("subscription", amount, expiresAt), at);
    else if (!run(command.spend(amount), at)) {
      endsAt = at;
      // A freeze books what is due, and leaves what a spend can take.
      run(command.freeze("freeze"), at);
      run(command.freeze("unfreeze"), at);
      if (booked(after) > 0) expect(run(command.spend(booked(after)), at)).toBe(true);
      break;
    }
  }
  run(command.freeze("freeze"), inDays(forecastDays));
  const expired = lines.filter(({ type }) => type === "expiry").flatMap(({ entries }) => entries);
  const known = state.batches.length;
  return {
    endsAt,
    lost: Object.fromEntries(
      expired.filter(({ batch }) => batch <= known).map(({ batch, amount }) => [batch, -amount]),
    ),
  };
}
