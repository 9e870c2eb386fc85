import { expect, test } from "vitest";
import { summarizeJob } from "./job.ts";
import type { Transaction } from "./transaction.ts";

const now = new Date("2026-11-26T12:00:00Z");
const later = new Date("2026-11-26T12:15:00Z");

test("a run that used all that was held costs what it used, not 0", () => {
  const job = summarizeJob(hold(25), [line(2, "capture", 0, { captured: 25 })], now);
  expect(job).toMatchObject({ status: "used", held: 25, used: 25, amount: -25 });
});

test("a job costs what its captures used less what was refunded, and names the batches", () => {
  const followers = [
    line(5, "refund", 3, { relatesTo: 4 }),
    line(2, "extend", 0, { holdExpiresAt: later }),
    line(3, "capture", 0, { captured: 5, holdExpiresAt: later }),
    line(4, "capture", 18, { captured: 17 }),
  ];
  const job = summarizeJob(hold(30, 10), followers, now);
  expect(job).toMatchObject({ status: "used", held: 40, used: 22, refunded: 3, amount: -19 });
  expect(job.usedEntries.map(({ batch, amount }) => [batch, amount])).toEqual([[1, -22]]);
  expect(job.lines.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
});

test("what a job used goes over to the next batch where the first ends", () => {
  const job = summarizeJob(hold(10, 30), [line(2, "capture", 18, { captured: 22 })], now);
  expect(job.usedEntries.map(({ batch, amount }) => [batch, amount])).toEqual([
    [1, -10],
    [2, -12],
  ]);
});

test("an open job counts all that is held, and a released one nothing", () => {
  const inPart = line(2, "capture", 0, { captured: 5, holdExpiresAt: later });
  expect(summarizeJob(hold(40), [inPart], now)).toMatchObject({ status: "open", used: 5, amount: -40 });
  expect(summarizeJob(hold(40), [line(2, "release", 40)], now)).toMatchObject({ status: "returned", amount: 0 });
  const rest = line(3, "release", 35);
  expect(summarizeJob(hold(40), [inPart, rest], now)).toMatchObject({ status: "used", used: 5, amount: -5 });
});

test("a hold past its time limit has lapsed, booked or not, unless it was extended", () => {
  expect(summarizeJob(hold(40), [], later)).toMatchObject({ status: "returned", amount: 0 });
  const extended = line(2, "extend", 0, { holdExpiresAt: new Date("2026-11-26T12:30:00Z") });
  expect(summarizeJob(hold(40), [extended], later)).toMatchObject({ status: "open", amount: -40 });
});

test("an old capture without its number used what did not come back", () => {
  expect(summarizeJob(hold(40), [line(2, "capture", 18)], now)).toMatchObject({
    status: "used",
    used: 22,
    amount: -22,
  });
});

function hold(...taken: number[]): Transaction {
  const entries = taken.map((amount, index) => ({ ...entry, batch: index + 1, amount: -amount }));
  const amount = entries.reduce((sum, part) => sum + part.amount, 0);
  return { ...line(1, "hold", amount, { holdExpiresAt: later }), relatesTo: null, entries };
}

function line(
  version: number,
  type: Transaction["type"],
  amount: number,
  said: Partial<Transaction> = {},
): Transaction {
  return { ...blank, version, type, amount, relatesTo: 1, ...said };
}

const entry = { kind: "purchased" as const, source: "pack", expiresAt: null, onBehalfOf: null };
const blank: Omit<Transaction, "version" | "type" | "amount" | "relatesTo"> = {
  account: "a",
  balanceBefore: 0,
  balanceAfter: 0,
  at: now,
  request: null,
  feature: "ai-image",
  units: 1,
  reference: null,
  platform: "web",
  clientVersion: null,
  hold: 1,
  holdExpiresAt: null,
  captured: null,
  ofBatch: null,
  target: null,
  debtChange: 0,
  reason: null,
  actor: null,
  entries: [],
};
