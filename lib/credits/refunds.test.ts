import { expect, test } from "vitest";
import { accepted, command, granted, knowing, refusedAs } from "#testing/commands.ts";
import { booked } from "./account-state.ts";
import { decide } from "./decide/decide.ts";

const start = new Date("2026-11-20T12:00:00.000Z");
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const { spend, refund, hold, capture, adjust } = command;

test("refunds return the last taken first, and never more than was taken", () => {
  const state = granted(start, ["subscription", 20, at(60)], ["activity", 15, at(60)], ["purchased", 100, null]);
  const { lines, state: after } = accepted(decide(state, spend(40), at(1)));
  const spent = knowing(after, lines, 4);
  const first = accepted(decide(spent, refund(4, 7), at(2)));
  expect(first.own).toMatchObject({ type: "refund", amount: 7, relatesTo: 4, feature: "ai-image" });
  expect(first.own.entries.map(({ batch, amount }) => [batch, amount])).toEqual([
    [2, 2],
    [3, 5],
  ]);
  expect(decide(first.state, refund(4, 34), at(3))).toMatchObject({
    refusal: { slug: "exceeds-spend", refundable: 33 },
  });
  const rest = accepted(decide(first.state, refund(4), at(3)));
  expect(rest.own.entries.map(({ batch, amount }) => [batch, amount])).toEqual([
    [1, 20],
    [2, 13],
  ]);
  expect(booked(rest.state)).toBe(135);
  expect(decide(rest.state, refund(4), at(4))).toMatchObject({ refusal: { slug: "exceeds-spend", refundable: 0 } });
});

test("a refund of a capture returns what it used, last taken first", () => {
  const state = granted(start, ["subscription", 20, at(60)], ["purchased", 100, null]);
  const held = accepted(decide(state, hold(40), at(1))).state;
  const { lines, state: after } = accepted(decide(held, capture(1, 25), at(2)));
  const used = knowing(after, lines, 4);
  const back = accepted(decide(used, refund(4, 8), at(3)));
  expect(back.own.entries.map(({ batch, amount }) => [batch, amount])).toEqual([
    [1, 3],
    [2, 5],
  ]);
});

test("credits returned to an expired batch become a new batch of its kind for 7 days", () => {
  const state = granted(start, ["activity", 10, at(5)], ["purchased", 10, null]);
  const { lines, state: after } = accepted(decide(state, spend(15), at(1)));
  const spent = knowing(after, lines, 3);
  const back = accepted(decide(spent, refund(3), at(10)));
  expect(back.own.entries).toMatchObject([
    { batch: 3, amount: 10, kind: "activity", onBehalfOf: 1 },
    { batch: 2, amount: 5, onBehalfOf: null },
  ]);
});

test.each([
  ["a line that is no spend", 1],
  ["a line that is not there", 99],
])("a refund of %s is not found", (_name, version) => {
  expect(refusedAs(decide(granted(start, ["purchased", 5, null]), refund(version), at(1)))).toBe("not-found");
});

test("an upward adjustment adds a batch, a downward one takes in order or from the named batch", () => {
  const state = granted(start, ["activity", 5, at(60)], ["purchased", 10, null]);
  const up = accepted(decide(state, adjust(7), at(1)));
  expect(up.own).toMatchObject({ type: "adjustment", amount: 7 });
  expect(up.made).toMatchObject([{ number: 3, source: "operator", granted: 7 }]);
  const down = accepted(decide(state, adjust(-6), at(1)));
  expect(down.own.entries.map(({ batch, amount }) => [batch, amount])).toEqual([
    [1, -5],
    [2, -1],
  ]);
  const named = accepted(decide(state, adjust(-6, 2), at(1)));
  expect(named.own.entries.map(({ batch, amount }) => [batch, amount])).toEqual([[2, -6]]);
  expect(refusedAs(decide(state, adjust(-6, 1), at(1)))).toBe("insufficient-credits");
  expect(refusedAs(decide(state, adjust(-1, 9), at(1)))).toBe("not-found");
  expect(refusedAs(decide(state, adjust(0), at(1)))).toBe("invalid-request");
});
