import { expect, test } from "vitest";
import { newAccount } from "#lib/credits/account-state.ts";
import { type GrantCommand, maxAmount, type SpendCommand } from "#lib/credits/command.ts";
import { accepted, command, granted } from "#testing/commands.ts";
import { decide } from "./decide.ts";

const start = new Date("2026-11-20T12:00:00.000Z");
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const later = (instant: Date) => new Date(instant.getTime() + 1);
const { grant, spend } = command;

test("the official example", () => {
  const state = granted(start, ["subscription", 20, at(60)], ["activity", 15, at(60)], ["purchased", 100, null]);
  const { own, state: after } = accepted(decide(state, spend(25), at(10)));
  expect(own).toMatchObject({
    version: 4,
    type: "spend",
    amount: -25,
    balanceBefore: 135,
    balanceAfter: 110,
    at: at(10),
  });
  expect(own.entries.map(({ kind, amount }) => [kind, amount])).toEqual([
    ["subscription", -20],
    ["activity", -5],
  ]);
  expect(after.batches.map(({ kind, remaining }) => [kind, remaining])).toEqual([
    ["subscription", 0],
    ["activity", 10],
    ["purchased", 100],
  ]);
});

test("a grant adds the next batch, and its line is the batch's first entry", () => {
  const { own, made, lines } = accepted(
    decide(granted(start, ["purchased", 5, null]), grant("activity", 7, at(5)), at(1)),
  );
  expect(made).toMatchObject([
    { number: 2, kind: "activity", granted: 7, remaining: 7, held: 0, grantedAt: at(1), expiresAt: at(5) },
  ]);
  expect(own).toMatchObject({ version: 2, amount: 7, balanceBefore: 5, balanceAfter: 12 });
  expect(own.entries).toEqual([
    { batch: 2, kind: "activity", amount: 7, source: "test", expiresAt: at(5), onBehalfOf: null },
  ]);
  expect(lines).toEqual([own]);
});

test("expired batches are booked first, one line each, in the order of their ends", () => {
  const state = granted(
    start,
    ["activity", 3, at(9)],
    ["subscription", 4, at(5)],
    ["activity", 5, at(5)],
    ["purchased", 6, null],
  );
  const { lines, own, state: after } = accepted(decide(state, spend(1), at(9)));
  const due = lines.slice(0, -1);
  expect(
    due.map(({ version, type, amount, balanceBefore, balanceAfter, entries }) => [
      version,
      type,
      amount,
      balanceBefore,
      balanceAfter,
      entries[0]?.batch,
    ]),
  ).toEqual([
    [5, "expiry", -4, 18, 14, 2],
    [6, "expiry", -5, 14, 9, 3],
    [7, "expiry", -3, 9, 6, 1],
  ]);
  expect(due.every((line) => line.request === null && line.at.getTime() === at(9).getTime())).toBe(true);
  expect(own).toMatchObject({ version: 8, balanceBefore: 6, balanceAfter: 5 });
  expect(after.batches.filter((batch) => batch.remaining > 0).map((batch) => batch.number)).toEqual([4]);
});

test.each([
  ["can be used a millisecond before its end", new Date(at(5).getTime() - 1), "accepted"],
  ["cannot be used at its end", at(5), "refused"],
  ["cannot be used after it", later(at(5)), "refused"],
])("a batch %s", (_name, now, status) => {
  expect(decide(granted(start, ["activity", 3, at(5)]), spend(1), now).status).toBe(status);
});

test("a batch used up before its end has no expiry", () => {
  const { state } = accepted(decide(granted(start, ["activity", 3, at(5)], ["purchased", 1, null]), spend(3), at(1)));
  const { lines, own } = accepted(decide(state, spend(1), at(6)));
  expect(lines).toEqual([own]);
});

test("a refusal books nothing, and its numbers exclude expired credits", () => {
  const state = granted(start, ["subscription", 20, at(5)], ["purchased", 4, null]);
  const before = structuredClone(state);
  expect(decide(state, spend(5), at(5))).toEqual({
    status: "refused",
    refusal: { slug: "insufficient-credits", cost: 5, available: 4, shortfall: 1 },
  });
  expect(state).toEqual(before);
});

test.each<[string, GrantCommand | SpendCommand, string]>([
  ["a grant of nothing", grant("purchased", 0, null), "amount"],
  ["a negative grant", grant("purchased", -1, null), "amount"],
  ["half a credit", grant("purchased", 0.5, null), "amount"],
  ["a grant of NaN", grant("purchased", Number.NaN, null), "amount"],
  ["a grant beyond the limit", grant("purchased", maxAmount + 1, null), "amount"],
  ["a grant that ends now", grant("activity", 1, at(1)), "expiresAt"],
  ["a grant that has ended", grant("activity", 1, at(0)), "expiresAt"],
  ["a spend of nothing", spend(0), "units"],
  ["a negative spend", spend(-5), "units"],
  ["a spend of half a credit", spend(0.5), "units"],
  ["a spend beyond the limit", spend(maxAmount + 1), "units"],
])("%s is refused as bad input", (_name, command, path) => {
  const decision = decide(granted(start, ["purchased", 10, null]), command, at(1));
  expect(decision).toMatchObject({ status: "refused", refusal: { slug: "invalid-request", path } });
});

test("a grant beyond the safe integers is refused", () => {
  const state = { ...granted(start, ["purchased", maxAmount, null]) };
  const [batch] = state.batches;
  if (batch === undefined) throw new Error("no batch");
  const full = { ...state, batches: [{ ...batch, remaining: Number.MAX_SAFE_INTEGER }] };
  expect(decide(full, grant("purchased", 1, null), at(1))).toMatchObject({
    status: "refused",
    refusal: { path: "amount" },
  });
});

test("an instant before the newest line is a bug, not a refusal", () => {
  const state = granted(start, ["purchased", 5, null]);
  expect(() => decide(state, spend(1), new Date(start.getTime() - 1))).toThrow("before the newest line");
});

test("a command for another account is a bug, not a refusal", () => {
  expect(() => decide(newAccount("b"), spend(1), at(1))).toThrow("another account");
});
