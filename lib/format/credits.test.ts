import { expect, test } from "vitest";
import { formatChange, formatCredits } from "./credits.ts";
import { formatMoney, formatPricePer100 } from "./money.ts";

test("credits are grouped and never abbreviated", () => {
  expect(formatCredits(1432, "en")).toBe("1,432");
  expect(formatCredits(1_000_000_000, "en")).toBe("1,000,000,000");
  expect(formatCredits(0, "en")).toBe("0");
});

test("a minus is the true minus sign, and a change carries its sign", () => {
  expect(formatCredits(-120, "en")).toBe("\u2212120");
  expect(formatChange(-25, "en")).toBe("\u221225");
  expect(formatChange(500, "en")).toBe("+500");
  expect(formatChange(0, "en")).toBe("0");
});

test("money is read in the minor unit of its currency", () => {
  expect(formatMoney({ amount: 499, currency: "usd" }, "en")).toBe("$4.99");
  expect(formatMoney({ amount: 8999, currency: "EUR" }, "en")).toBe("€89.99");
  expect(formatMoney({ amount: 700, currency: "JPY" }, "en")).toBe("¥700");
});

test("the price of 100 credits is rounded to the minor unit", () => {
  expect(formatPricePer100({ amount: 1999, currency: "USD", credits: 500 }, "en")).toBe("$4.00");
  expect(formatPricePer100({ amount: 3999, currency: "USD", credits: 1200 }, "en")).toBe("$3.33");
  expect(formatPricePer100({ amount: 8999, currency: "USD", credits: 3000 }, "en")).toBe("$3.00");
});
