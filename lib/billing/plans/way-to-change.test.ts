import { expect, test } from "vitest";
import { type Bought, type SoldOffer, type WayToChange, wayToChange } from "./way-to-change.ts";

function offer(id: string, interval: "month" | "year", creditsPerMonth: number, amountCents: number): SoldOffer {
  return { id, interval, creditsPerMonth, amountCents };
}

const offers = {
  pro: offer("pro", "month", 1_200, 999),
  pro_dear: offer("pro_dear", "month", 1_200, 1_099),
  max: offer("max", "month", 3_000, 1_999),
  ultra: offer("ultra", "month", 9_000, 4_999),
  pro_year: offer("pro_year", "year", 1_200, 9_588),
  max_year: offer("max_year", "year", 3_000, 19_188),
};
type Name = keyof typeof offers;

const table: [paid: Name, billed: Name, scheduled: Name | null, isTrial: boolean, to: Name, way: WayToChange][] = [
  ["pro", "pro", null, false, "pro", "none"],
  ["pro", "pro", null, false, "max", "today"],
  ["pro", "pro", null, false, "pro_dear", "today"],
  ["pro", "pro", null, false, "pro_year", "today"],
  ["max", "max", null, false, "pro_year", "today"],
  ["max", "max", null, false, "pro", "renewal"],
  ["pro_dear", "pro_dear", null, false, "pro", "renewal"],
  // Up again to what the period has paid for, and beyond it.
  ["max", "pro", null, false, "max", "restore"],
  ["max", "pro", null, false, "ultra", "today"],
  ["max", "pro", null, false, "pro", "none"],
  ["max_year", "max_year", null, false, "pro_year", "renewal"],
  ["max_year", "max_year", null, false, "max", "schedule"],
  ["pro_year", "pro_year", null, false, "max", "schedule"],
  ["pro_year", "pro_year", null, false, "max_year", "today"],
  ["pro_year", "pro_year", "pro", false, "pro", "none"],
  ["pro_year", "pro_year", "pro", false, "max", "schedule"],
  ["pro_year", "pro_year", "pro", false, "pro_year", "keep"],
  ["max_year", "pro_year", "pro", false, "pro_year", "keep"],
  ["max_year", "pro_year", "pro", false, "max_year", "restore"],
  ["pro_year", "pro_year", "pro", false, "max_year", "today"],
  // In a trial.
  ["pro", "pro", null, true, "max", "today"],
  ["max", "max", null, true, "pro", "renewal"],
  ["pro_year", "pro_year", null, true, "pro", "renewal"],
];

test.each(table)(
  "paid %s, billed %s, scheduled %s, trial %s: to %s is %s",
  (paid, billed, scheduled, isTrial, to, way) => {
    const bought: Bought = {
      paid: offers[paid],
      billed: offers[billed],
      scheduled: scheduled === null ? null : offers[scheduled],
      isTrial,
    };
    expect(wayToChange(bought, offers[to])).toBe(way);
  },
);
