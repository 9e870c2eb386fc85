import { expect, test } from "vitest";
import { allocate, sumByKind } from "./allocate.ts";
import type { Batch } from "./batch.ts";
import type { Kind } from "./kinds.ts";

const now = new Date("2026-11-20T12:00:00.000Z");
const at = (days: number) => new Date(now.getTime() + days * 86_400_000);

test("the official example: 20 subscription, 15 activity, 100 purchased, a feature that costs 25", () => {
  const batches = [
    batch(1, "purchased", 100, null),
    batch(2, "activity", 15, at(9)),
    batch(3, "subscription", 20, at(30)),
  ];
  const allocation = allocate(batches, 25, now);
  expect(allocation).toMatchObject({ status: "covered", available: 135 });
  expect(taken(allocation)).toEqual([
    [3, 20],
    [2, 5],
  ]);
  const left = batches.map(({ number, remaining }) => [
    number,
    remaining - (Object.fromEntries(taken(allocation))[number] ?? 0),
  ]);
  expect(left).toEqual([
    [1, 100],
    [2, 10],
    [3, 0],
  ]);
});

test.each<[string, Batch[], number, [number, number][]]>([
  [
    "the kind comes before the expiry",
    [batch(1, "purchased", 5, at(1)), batch(2, "subscription", 5, at(9))],
    6,
    [
      [2, 5],
      [1, 1],
    ],
  ],
  [
    "the kind comes before the order of granting",
    [batch(1, "purchased", 5, null), batch(2, "activity", 5, at(9))],
    3,
    [[2, 3]],
  ],
  [
    "within a kind what ends soonest goes first",
    [batch(1, "activity", 5, at(9)), batch(2, "activity", 5, at(1))],
    7,
    [
      [2, 5],
      [1, 2],
    ],
  ],
  [
    "what never ends goes last within its kind",
    [batch(1, "purchased", 5, null), batch(2, "purchased", 5, at(400))],
    6,
    [
      [2, 5],
      [1, 1],
    ],
  ],
  [
    "a millisecond decides",
    [batch(1, "activity", 5, new Date(at(1).getTime() + 1)), batch(2, "activity", 5, at(1))],
    1,
    [[2, 1]],
  ],
  [
    "of equal ends the older batch goes first",
    [batch(2, "activity", 5, at(1)), batch(1, "activity", 5, at(1))],
    1,
    [[1, 1]],
  ],
  [
    "of those that never end the older goes first",
    [batch(10, "purchased", 5, null), batch(9, "purchased", 5, null)],
    6,
    [
      [9, 5],
      [10, 1],
    ],
  ],
  ["what has ended is passed over", [batch(1, "subscription", 5, at(-1)), batch(2, "purchased", 5, null)], 5, [[2, 5]]],
  [
    "what ends at this very instant has ended",
    [batch(1, "subscription", 5, now), batch(2, "purchased", 5, null)],
    1,
    [[2, 1]],
  ],
  [
    "what ends a millisecond later is live",
    [batch(1, "subscription", 5, new Date(now.getTime() + 1)), batch(2, "purchased", 5, null)],
    1,
    [[1, 1]],
  ],
  ["what is used up is passed over", [batch(1, "subscription", 0, at(1)), batch(2, "purchased", 5, null)], 1, [[2, 1]]],
  [
    "the last credit can be used",
    [batch(1, "subscription", 5, at(1)), batch(2, "purchased", 5, null)],
    10,
    [
      [1, 5],
      [2, 5],
    ],
  ],
])("%s", (_name, batches, cost, takes) => {
  expect(taken(allocate(batches, cost, now))).toEqual(takes);
  expect(taken(allocate(batches.toReversed(), cost, now))).toEqual(takes);
});

test.each([
  ["one credit short", [batch(1, "purchased", 24, null)], { available: 24, shortfall: 1 }],
  ["no credits at all", [], { available: 0, shortfall: 25 }],
  [
    "enough only with what has ended",
    [batch(1, "subscription", 20, now), batch(2, "purchased", 5, null)],
    { available: 5, shortfall: 20 },
  ],
])("nothing is taken with %s", (_name, batches, numbers) => {
  expect(allocate(batches, 25, now)).toEqual({ status: "short", ...numbers });
});

test("takes are summed by kind", () => {
  const takes = [
    { batch: batch(1, "subscription", 5, at(1)), amount: 5 },
    { batch: batch(2, "purchased", 5, at(1)), amount: 2 },
    { batch: batch(3, "purchased", 5, null), amount: 4 },
  ];
  expect(sumByKind(takes)).toEqual({ subscription: 5, activity: 0, purchased: 6 });
});

function taken(allocation: ReturnType<typeof allocate>): [number, number][] {
  if (allocation.status === "short") throw new Error(`short by ${allocation.shortfall}`);
  return allocation.takes.map((take) => [take.batch.number, take.amount]);
}

function batch(number: number, kind: Kind, remaining: number, expiresAt: Date | null): Batch {
  return {
    number,
    kind,
    granted: 100,
    remaining,
    held: 0,
    grantedAt: at(-20),
    expiresAt,
    source: "test",
    sourceId: null,
    returnedFrom: null,
    forfeited: 0,
    revocation: null,
    label: "a test",
  };
}
