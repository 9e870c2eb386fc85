import { expect, test } from "vitest";
import { decide } from "#lib/credits/decide/decide.ts";
import type { Quote } from "#lib/spending/quote.ts";
import { accepted, command, granted } from "#testing/commands.ts";
import { presentQuote, presentTransaction } from "./present.ts";

const now = new Date("2026-11-20T12:00:00.000Z");
const many = Array.from({ length: 130 }, (): ["purchased", number, null] => ["purchased", 1, null]);

test("a response has at most 100 entries of a line, and says how many there are", () => {
  const { own } = accepted(decide(granted(now, ...many), command.spend(120), now));
  const shown = presentTransaction(own, "batches");
  expect(shown).toMatchObject({ amount: -120, entryCount: 120, entries: { length: 100 } });
  expect(presentTransaction(own, "kinds")).not.toHaveProperty("entryCount");
});

test("a quote has at most 100 batches, and says how many there are", () => {
  const batches: Quote["batches"] = many.map(([kind, amount, expiresAt], index) => {
    return { batch: index + 1, kind, amount, expiresAt };
  });
  const total = {
    id: "q",
    feature: "f",
    units: 1,
    cost: 130,
    available: 130,
    sufficient: true,
    shortfall: 0,
    after: 0,
  };
  const quote: Quote = { ...total, uses: [{ kind: "purchased", amount: 130 }], batches, expiresAt: now.toISOString() };
  const shown = presentQuote(quote, { visibility: "batches", debt: 40 });
  expect(shown).toMatchObject({ batchCount: 130, batches: { length: 100 }, debt: 40 });
  expect(presentQuote(quote, { visibility: "batches", debt: undefined })).not.toHaveProperty("debt");
  const byKind = presentQuote(quote, { visibility: "kinds", debt: 40 });
  expect(byKind).not.toHaveProperty("batchCount");
  expect(byKind).not.toHaveProperty("debt");
});
