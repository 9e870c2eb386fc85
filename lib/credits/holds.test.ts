import { expect, test } from "vitest";
import { accepted, command, granted, knowing, refusedAs } from "#testing/commands.ts";
import { type AccountState, booked, heldIn } from "./account-state.ts";
import { decide } from "./decide/decide.ts";

const start = new Date("2026-11-20T12:00:00.000Z");
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const { hold, capture, release, extend, refund, spend } = command;

test("a hold reserves exact batches: not available, held, and in deduction order", () => {
  const state = granted(start, ["purchased", 100, null], ["activity", 15, at(60)], ["subscription", 20, at(60)]);
  const { own, state: after } = accepted(decide(state, hold(25), at(1)));
  expect(own).toMatchObject({ type: "hold", amount: -25, hold: 1, balanceAfter: 110, holdExpiresAt: at(16) });
  expect(own.entries.map(({ batch, amount }) => [batch, amount])).toEqual([
    [3, -20],
    [2, -5],
  ]);
  expect([booked(after), heldIn(after)]).toEqual([110, 25]);
  expect(refusedAs(decide(after, spend(111), at(2)))).toBe("insufficient-credits");
});

test("a partial capture uses the first credits in order, and the rest returns to the same batches", () => {
  const state = holding(granted(start, ["subscription", 20, at(60)], ["purchased", 100, null]), 40);
  const { own, state: after } = accepted(decide(state, capture(1, 22), at(2)));
  expect(own).toMatchObject({ type: "capture", amount: 18, hold: 1, relatesTo: 3 });
  expect(own.entries.map(({ batch, amount }) => [batch, amount])).toEqual([[2, 18]]);
  expect(left(after)).toEqual([0, 98]);
  expect(after.holds[0]).toMatchObject({ status: "captured", captured: 22 });
  expect(heldIn(after)).toBe(0);
});

test("a capture of the whole hold is a line of amount 0", () => {
  const { own, state } = accepted(decide(holding(granted(start, ["purchased", 40, null]), 40), capture(1), at(2)));
  expect(own).toMatchObject({ amount: 0, entries: [], balanceAfter: 0 });
  expect([booked(state), heldIn(state)]).toEqual([0, 0]);
});

test.each([
  ["captured twice", [capture(1)], capture(1), "hold-not-open"],
  ["captured after its release", [release(1)], capture(1), "hold-not-open"],
  ["released twice", [release(1)], release(1), "hold-not-open"],
  ["extended after its capture", [capture(1)], extend(1, 60), "hold-not-open"],
  ["captured for more than it keeps", [], capture(1, 41), "exceeds-hold"],
  ["captured by another number", [], capture(2), "not-found"],
  ["extended beyond 24 hours in all", [], extend(1, 24 * 3600), "invalid-request"],
])("a hold that is %s is refused, and nothing changes", (_name, before, refusedCommand, slug) => {
  let state = holding(granted(start, ["purchased", 50, null]), 40);
  for (const each of before) state = accepted(decide(state, each, at(2))).state;
  expect(refusedAs(decide(state, refusedCommand, at(3)))).toBe(slug);
});

test("a job that delivers in parts captures in parts, and the rest stays held", () => {
  let state = holding(granted(start, ["subscription", 20, at(60)], ["purchased", 100, null]), 40);
  const first = accepted(decide(state, capture(1, 15, false), at(2)));
  expect(first.own).toMatchObject({ type: "capture", amount: 0, captured: 15, relatesTo: 3, holdExpiresAt: at(16) });
  expect(first.own.entries).toEqual([]);
  expect(first.state.holds[0]).toMatchObject({ status: "open", captured: 15 });
  expect([booked(first.state), heldIn(first.state)]).toEqual([80, 25]);
  const second = accepted(decide(first.state, capture(1, 10, false), at(3)));
  state = second.state;
  expect(state.batches.map(({ held }) => held)).toEqual([0, 15]);
  expect(decide(state, capture(1, 16), at(4))).toEqual({
    status: "refused",
    refusal: { slug: "exceeds-hold", held: 15 },
  });
  const last = accepted(decide(state, capture(1, 5), at(4)));
  expect(last.own).toMatchObject({ amount: 10, captured: 5, holdExpiresAt: null, entries: [{ batch: 2, amount: 10 }] });
  expect(last.state.holds[0]).toMatchObject({ status: "captured", captured: 30 });
  expect([booked(last.state), heldIn(last.state)]).toEqual([90, 0]);
  expect(refusedAs(decide(last.state, capture(1, 1), at(5)))).toBe("hold-not-open");

  const lines = [first.own, second.own, last.own];
  const refunded = lines.map((line, index) => {
    const known = knowing(last.state, lines, line.version);
    expect(refusedAs(decide(known, refund(line.version, [16, 11, 6][index]), at(6)))).toBe("exceeds-spend");
    return accepted(decide(known, refund(line.version), at(6))).own.entries.map(({ batch, amount }) => [batch, amount]);
  });
  expect(refunded, "each gives back what it used itself").toEqual([
    [[1, 15]],
    [
      [1, 5],
      [2, 5],
    ],
    [[2, 5]],
  ]);
});

test.each([
  ["a release", release(1), at(3), ["release", 25, "failed"]],
  ["its time limit", spend(1), at(16), ["release", 25, "lapsed"]],
  ["a final capture of all that is left", capture(1), at(3), ["capture", 0, null]],
])("after a partial capture, %s ends the hold with the rest", (_name, last, instant, line) => {
  const state = holding(granted(start, ["purchased", 50, null]), 40);
  const part = accepted(decide(state, capture(1, 15, false), at(2)));
  const { lines, state: after } = accepted(decide(part.state, last, instant));
  expect([lines[0]?.type, lines[0]?.amount, lines[0]?.reason]).toEqual(line);
  expect(heldIn(after)).toBe(0);
});

test("a hold used up in parts stays open until a line of amount 0 ends it", () => {
  const state = holding(granted(start, ["purchased", 50, null]), 40);
  const all = accepted(decide(state, capture(1, 40, false), at(2)));
  expect(all.state.holds[0]).toMatchObject({ status: "open", captured: 40 });
  expect(accepted(decide(all.state, capture(1), at(3))).own).toMatchObject({ amount: 0, captured: 0 });
  expect(accepted(decide(all.state, release(1), at(3))).own).toMatchObject({ amount: 0, entries: [] });
  expect(refusedAs(decide(all.state, capture(1, null, false), at(3)))).toBe("invalid-request");
});

test("a hold cannot last longer than 24 hours", () => {
  expect(refusedAs(decide(granted(start, ["purchased", 5, null]), hold(1, 24 * 3600 + 1), at(1)))).toBe(
    "invalid-request",
  );
});

test.each([
  ["a millisecond before its end", -1, "accepted"],
  ["at its end", 0, "refused"],
])("capturing %s", (_name, ms, status) => {
  const state = holding(granted(start, ["purchased", 50, null]), 40);
  expect(decide(state, capture(1), new Date(at(16).getTime() + ms)).status).toBe(status);
});

test("an extension sets the time limit to its own instant + seconds, in a line of amount 0", () => {
  const state = holding(granted(start, ["purchased", 50, null]), 40);
  const { own, state: after } = accepted(decide(state, extend(1, 900), at(10)));
  expect(own).toMatchObject({ type: "extend", amount: 0, holdExpiresAt: at(25), entries: [] });
  expect(decide(after, capture(1), at(20)).status).toBe("accepted");
});

test("a hold past its time limit lapses before anything else, to its batches", () => {
  const state = holding(granted(start, ["subscription", 20, at(60)], ["purchased", 20, null]), 30);
  const { lines, own } = accepted(decide(state, spend(40), at(16)));
  expect(lines.map(({ type, amount, reason, hold: number }) => [type, amount, reason, number])).toEqual([
    ["release", 30, "lapsed", 1],
    ["spend", -40, null, null],
  ]);
  expect(own.balanceAfter).toBe(0);
});

test("held credits do not expire; released by a failure after their end they return for 7 days, once", () => {
  const ended = holding(granted(start, ["activity", 30, at(5)]), 30);
  const first = accepted(decide(ended, release(1), at(10)));
  expect(first.lines).toHaveLength(1);
  expect(first.own.entries).toMatchObject([{ batch: 2, amount: 30, kind: "activity", onBehalfOf: 1 }]);
  expect(first.made).toMatchObject([{ number: 2, source: "returned", returnedFrom: 1, granted: 30 }]);
  const end = new Date(at(10).getTime() + 7 * 24 * 3600_000);
  expect(first.made[0]?.expiresAt).toEqual(end);

  const again = accepted(decide(first.state, hold(30, 24 * 3600), new Date(end.getTime() - 60_000)));
  const second = accepted(decide(again.state, release(2), new Date(end.getTime() + 60_000)));
  expect(second.lines.map(({ type, amount }) => [type, amount])).toEqual([
    ["release", 30],
    ["expiry", -30],
  ]);
  expect(second.made).toEqual([]);
  expect(booked(second.state)).toBe(0);
});

test("validity is extended once: credits returned for 7 days expire at once when they return again after that", () => {
  const ended = holding(granted(start, ["activity", 30, at(5)]), 30);
  const returned = accepted(decide(ended, release(1), at(10))).state;
  const end = returned.batches[1]?.expiresAt ?? start;
  const again = accepted(decide(returned, hold(30, 24 * 3600), new Date(end.getTime() - 60_000))).state;
  const { lines, made } = accepted(decide(again, release(2), new Date(end.getTime() + 60_000)));
  expect(made).toEqual([]);
  expect(lines.map(({ type, amount, relatesTo }) => [type, amount, relatesTo])).toEqual([
    ["release", 30, 4],
    ["expiry", -30, 5],
  ]);
});

test.each(["cancelled", "invalid-input"] as const)(
  "ten rounds of starting and cancelling gain nothing, nor do runs that fail on purpose: %s",
  (cause) => {
    // Each round starts a run just before its credits end and ends it just after: five days of runs, and no day gained.
    let state = granted(start, ["purchased", 1, null]);
    for (let round = 1; round <= 10; round++) {
      const grant = command.grant("activity", 30, at(round * 700));
      state = accepted(decide(state, grant, at(round * 700 - 10))).state;
      state = accepted(decide(state, hold(30), at(round * 700 - 1))).state;
      const released = accepted(decide(state, release(round, cause), at(round * 700 + 1)));
      expect(released.lines.map(({ type, amount, reason }) => [type, amount, reason])).toEqual([
        ["release", 30, cause],
        ["expiry", -30, null],
      ]);
      state = released.state;
      expect([booked(state), heldIn(state)]).toEqual([1, 0]);
    }
    expect(state.batches.every((batch) => batch.returnedFrom === null)).toBe(true);
  },
);

test("starting and cancelling ten runs on one batch does not move its end", () => {
  let state = granted(start, ["activity", 30, at(11)]);
  for (let round = 1; round <= 10; round++) {
    state = accepted(decide(state, hold(30), at(round))).state;
    state = accepted(decide(state, release(round, "cancelled"), at(round))).state;
  }
  expect(state.batches).toMatchObject([{ remaining: 30, expiresAt: at(11), returnedFrom: null }]);
  expect(decide(state, hold(1), at(11))).toMatchObject({ refusal: { slug: "insufficient-credits", available: 0 } });
});

test("a release returns to its own batches, even when others come earlier in the order by then", () => {
  const state = holding(
    granted(start, ["subscription", 5, at(60)], ["activity", 15, at(60)], ["purchased", 20, null]),
    30,
  );
  const later = accepted(decide(state, command.grant("activity", 50, at(30)), at(2))).state;
  const { own } = accepted(decide(later, release(1), at(3)));
  expect(own.entries.map(({ batch, amount }) => [batch, amount])).toEqual([
    [1, 5],
    [2, 15],
    [3, 10],
  ]);
});

test("an expiry comes before a lapse at the same instant, and a lapse returns to a batch that was live at its instant", () => {
  const state = holding(granted(start, ["activity", 10, at(16)], ["activity", 10, at(20)]), 15);
  const { lines, state: after } = accepted(decide(state, command.grant("purchased", 1, null), at(30)));
  expect(lines.map(({ type, amount, entries }) => [type, amount, entries.map((entry) => entry.onBehalfOf)])).toEqual([
    ["release", 15, [null, 1]],
    ["expiry", -10, [null]],
    ["grant", 1, [null]],
  ]);
  expect(left(after)).toEqual([0, 0, 10, 1]);
});

test("a frozen account refuses spends and holds; everything else works", () => {
  const state = holding(granted(start, ["purchased", 50, null]), 20);
  const frozen = accepted(decide(state, command.freeze("freeze"), at(1))).state;
  expect(refusedAs(decide(frozen, spend(1), at(2)))).toBe("account-frozen");
  expect(refusedAs(decide(frozen, hold(1), at(2)))).toBe("account-frozen");
  expect(refusedAs(decide(frozen, command.freeze("freeze"), at(2)))).toBe("invalid-request");
  expect(decide(frozen, capture(1), at(2)).status).toBe("accepted");
  const free = accepted(decide(frozen, command.freeze("unfreeze"), at(3))).state;
  expect(decide(free, spend(1), at(4)).status).toBe("accepted");
});

function holding(state: AccountState, cost: number): AccountState {
  return accepted(decide(state, hold(cost), at(1))).state;
}

function left(state: AccountState): number[] {
  return state.batches.map((batch) => batch.remaining);
}
