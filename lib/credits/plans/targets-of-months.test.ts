import fc from "fast-check";
import { expect, test } from "vitest";
import { seeded } from "#testing/seed.ts";
import { targetsOfMonths } from "./targets-of-months.ts";

const month = (seat: number, at: number, credits: number) => ({
  seat,
  monthStart: new Date(Date.UTC(2026, at)),
  credits,
});
const year = Array.from({ length: 12 }, (_, at) => month(1, at, 1_200));

test.each([
  ["a quarter of a year: the last three months", year, 2_397, 9_588, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1_200, 1_200, 1_200]],
  ["a tenth: a part of the last but one, rounded up", year, 959, 9_588, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 241, 1_200]],
  ["all, and more than all", year, 20_000, 9_588, year.map(({ credits }) => credits)],
  ["nothing was paid", year, 500, 0, year.map(() => 0)],
  ["two seats share by what they were paid for", [month(1, 0, 250), month(2, 0, 1_000)], 1, 2, [125, 500]],
  ["time that was given back loses nothing", [month(1, 0, -480), month(1, 1, 1_200)], 1, 1, [0, 1_200]],
])("%s", (_what, months, returned, paid, targets) => {
  expect(targetsOfMonths(months, { paid: BigInt(paid), returned: BigInt(returned) })).toEqual(targets);
});

test("a larger return never takes less of any month, and all together never less than its share", () => {
  const some = fc.array(
    fc.record({
      seat: fc.integer({ min: 1, max: 3 }),
      at: fc.integer({ min: 0, max: 11 }),
      credits: fc.integer({ min: 1, max: 5_000 }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  const cents = fc.integer({ min: 0, max: 10_000 });
  fc.assert(
    fc.property(some, cents, cents, fc.integer({ min: 1, max: 10_000 }), (all, one, more, paid) => {
      const months = all.map(({ seat, at, credits }) => month(seat, at, credits));
      const of = (returned: number) => targetsOfMonths(months, { paid: BigInt(paid), returned: BigInt(returned) });
      const [less, greater] = [of(one), of(one + more)];
      for (const [index, target] of less.entries()) expect(greater[index]).toBeGreaterThanOrEqual(target);
      const total = months.reduce((sum, { credits }) => sum + credits, 0);
      const taken = less.reduce((sum, target) => sum + target, 0);
      expect(taken * paid).toBeGreaterThanOrEqual(Math.min(one, paid) * total);
      expect(taken).toBeLessThanOrEqual(total);
    }),
    seeded(200),
  );
});
