import fc from "fast-check";
import { expect, test } from "vitest";
import { seeded } from "#testing/seed.ts";
import { creditsOfLines, trialOfLines } from "./credits-of-lines.ts";
import { endOfPlanBatch } from "./end-of-plan-batch.ts";
import { addMonths } from "./months.ts";
import type { PaidLine } from "./paid-line.ts";

const hourMs = 60 * 60 * 1000;
const start = new Date("2026-11-01T10:00:00.000Z");
const end = addMonths(start, 1);
const year = { start, end: addMonths(start, 12) };
const pro = { creditsPerMonth: 1_200, amountCents: 999, trialCredits: 20 };
const max = { creditsPerMonth: 3_000, amountCents: 1_999, trialCredits: 0 };
const seat = { creditsPerMonth: 1_000, amountCents: 900, trialCredits: 0 };

/** A line as bought or renewed, for the month that begins at `start`. */
function whole(price: PaidLine["price"], changes: Partial<PaidLine> = {}): PaidLine {
  const period = { start, end };
  const amountCents = price.amountCents;
  return { price, quantity: 1, period, amountCents, proration: false, givesBack: false, ...changes };
}

/** A proration for the rest of that month: `+` charges it, `-` gives it back. */
function rest(sign: "+" | "-", price: PaidLine["price"], of: { left: number; quantity?: number }): PaidLine {
  const from = new Date(end.getTime() - (end.getTime() - start.getTime()) * of.left);
  const givesBack = sign === "-";
  const amountCents = Math.round(price.amountCents * of.left * (givesBack ? -1 : 1));
  const period = { start: from, end };
  return whole(price, { proration: true, givesBack, amountCents, period, quantity: of.quantity ?? 1 });
}

const table: { what: string; lines: PaidLine[]; grants: [seat: number, credits: number][] }[] = [
  { what: "a new or renewed month", lines: [whole(pro)], grants: [[1, 1_200]] },
  { what: "our upgrade: the whole month of the new plan", lines: [whole(max)], grants: [[1, 3_000]] },
  {
    what: "from 3 to 5 seats with 25 % of the month left",
    lines: [rest("-", seat, { left: 0.25, quantity: 3 }), rest("+", seat, { left: 0.25, quantity: 5 })],
    grants: [
      [4, 250],
      [5, 250],
    ],
  },
  {
    what: "an operator's prorated upgrade with 40 % left",
    lines: [rest("-", pro, { left: 0.4 }), rest("+", max, { left: 0.4 })],
    grants: [[1, 720]],
  },
  {
    what: "an operator's prorated downgrade with 40 % left takes",
    lines: [rest("-", max, { left: 0.4 }), rest("+", pro, { left: 0.4 })],
    grants: [[1, -720]],
  },
  { what: "a coupon leaves the amount before discounts, and all credits", lines: [whole(pro)], grants: [[1, 1_200]] },
  { what: "a trial grants nothing here", lines: [whole(pro, { amountCents: 0 })], grants: [] },
  {
    what: "what remains of a trial after a change of plans grants nothing",
    lines: [{ ...rest("+", max, { left: 0.5 }), amountCents: 0 }],
    grants: [],
  },
  {
    what: "a plan that is free grants its month",
    lines: [whole({ ...pro, amountCents: 0 }, { amountCents: 0 })],
    grants: [[1, 1_200]],
  },
  {
    what: "a proration on the renewal's invoice, with the renewal",
    lines: [whole(max, { period: { start: end, end: addMonths(start, 2) } }), rest("+", pro, { left: 0.5 })],
    grants: [
      [1, 600],
      [1, 3_000],
    ],
  },
  { what: "no quantity is no seat", lines: [whole(pro, { quantity: 0 })], grants: [] },
  { what: "no lines", lines: [], grants: [] },
];

test.each(table)("$what: credits follow the lines", ({ lines, grants }) => {
  expect(creditsOfLines(lines, [start]).map(({ seat: number, credits }) => [number, credits])).toEqual(grants);
});

test("a year grants twelve months, and our switch from month to year begins today", () => {
  const lines = [whole({ ...pro, amountCents: 9_588 }, { period: year })];
  const months = creditsOfLines(lines, [new Date("2026-09-12T08:00:00.000Z")]);
  expect(months).toHaveLength(12);
  expect(new Set(months.map(({ credits }) => credits))).toEqual(new Set([1_200]));
  expect(months.map(({ month }) => month.start)).toEqual(
    Array.from({ length: 12 }, (_, count) => addMonths(start, count)),
  );
});

test("an operator's switch from month to year gives back in the old month and grants the new year's months", () => {
  const now = new Date(end.getTime() - (end.getTime() - start.getTime()) / 2);
  const back = rest("-", pro, { left: 0.5 });
  const bought = whole({ ...pro, amountCents: 9_588 }, { period: { start: now, end: addMonths(now, 12) } });
  const months = creditsOfLines([back, bought], [now]);
  expect(months[0]).toMatchObject({ month: { start, end }, credits: -600 });
  expect(months.slice(1).map(({ credits }) => credits)).toEqual(Array.from({ length: 12 }, () => 1_200));
});

test("the trial is a line that is no proration and costs nothing of a price that is not free", () => {
  const days = { start, end: new Date(start.getTime() + 7 * 24 * hourMs) };
  const trial = whole(pro, { amountCents: 0, period: days });
  expect(trialOfLines([trial])).toEqual({ seat: 1, month: days, credits: 20 });
  expect(trialOfLines([whole(pro)])).toBeNull();
  expect(trialOfLines([{ ...trial, proration: true }])).toBeNull();
  expect(trialOfLines([whole({ ...pro, amountCents: 0 }, { amountCents: 0 })])).toBeNull();
  expect(trialOfLines([whole(max, { amountCents: 0 })])).toBeNull();
});

test("a batch ends 6 hours after its month, and never sooner than 7 days after its grant", () => {
  const late = new Date(end.getTime() - 2 * 24 * hourMs);
  expect(endOfPlanBatch(end, start)).toEqual(new Date(end.getTime() + 6 * hourMs));
  expect(endOfPlanBatch(end, late)).toEqual(new Date(late.getTime() + 7 * 24 * hourMs));
});

const monthMs = end.getTime() - start.getTime();
const credits = fc.integer({ min: 1, max: 5_000 });
const prices = credits.map((creditsPerMonth) => ({ creditsPerMonth, amountCents: creditsPerMonth, trialCredits: 0 }));
const instants = fc.integer({ min: 1, max: monthMs - 1 }).map((ms) => new Date(start.getTime() + ms));

test("switching back and forth mints nothing: never more than the time on each plan", () => {
  const switches = fc.array(fc.tuple(instants, prices), { maxLength: 12 });
  fc.assert(
    fc.property(prices, switches, (first, all) => {
      let price = first;
      let at = start;
      let granted = creditsOfLines([whole(first)], [start])[0]?.credits ?? 0;
      let held = 0;
      for (const [now, next] of all.toSorted(([a], [b]) => a.getTime() - b.getTime())) {
        const change = { period: { start: now, end }, proration: true };
        const lines = [
          whole(price, { ...change, givesBack: true, amountCents: -price.amountCents }),
          whole(next, change),
        ];
        for (const one of creditsOfLines(lines, [start])) granted += one.credits;
        held += price.creditsPerMonth * (now.getTime() - at.getTime());
        [price, at] = [next, now];
      }
      held += price.creditsPerMonth * (end.getTime() - at.getTime());
      expect(granted).toBeLessThanOrEqual(held / monthMs);
      expect(granted).toBeGreaterThan(held / monthMs - all.length - 1);
    }),
    seeded(500),
  );
});

test("every paid whole month grants each seat exactly the price's credits", () => {
  const anchors = fc.date({ min: new Date("2024-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(
      prices,
      anchors,
      fc.nat({ max: 40 }),
      fc.constantFrom(1, 12),
      fc.integer({ min: 1, max: 5 }),
      (...of) => {
        const [price, anchor, count, months, quantity] = of;
        const period = { start: addMonths(anchor, count), end: addMonths(anchor, count + months) };
        const all = creditsOfLines([whole(price, { period, quantity })], [anchor]);
        expect(all).toHaveLength(months * quantity);
        expect(all.every((one) => one.credits === price.creditsPerMonth)).toBe(true);
      },
    ),
    seeded(500),
  );
});

test("parts on invoices of their own never grant more than the whole, and on one invoice exactly the whole", () => {
  fc.assert(
    fc.property(prices, fc.uniqueArray(instants, { maxLength: 8, selector: Number }), (price, cuts) => {
      // As Stripe splits time: each part is charged up to the month's end, and the rest is given back at the next cut.
      const starts = [start, ...cuts.toSorted((a, b) => a.getTime() - b.getTime())];
      const parts = starts.map((from, index): PaidLine[] => {
        const charged = whole(price, { period: { start: from, end }, proration: true });
        const next = starts[index + 1];
        if (next === undefined) return [charged];
        const amountCents = -price.amountCents;
        return [charged, { ...charged, period: { start: next, end }, givesBack: true, amountCents }];
      });
      const alone = parts.flatMap((part) => creditsOfLines(part, [start]));
      expect(alone.reduce((sum, one) => sum + one.credits, 0)).toBeLessThanOrEqual(price.creditsPerMonth);
      expect(creditsOfLines(parts.flat(), [start])).toMatchObject([{ credits: price.creditsPerMonth }]);
    }),
    seeded(300),
  );
});
