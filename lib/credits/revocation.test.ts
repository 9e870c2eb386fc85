import { expect, test } from "vitest";
import { command, refusedAs } from "#testing/commands.ts";
import { at, play, playEnding, playOn } from "#testing/play-commands.ts";
import { type AccountState, booked } from "./account-state.ts";
import { decide } from "./decide/decide.ts";
import { targetOf } from "./revocation.ts";

const { capture, forgive, grant, hold, refund, release, revoke, spend } = command;

/** What people see: available credits and debt; and how the revocation of batch 1 is made up. */
function told({ state }: { state: AccountState }) {
  const revocation = state.batches.find(({ number }) => number === 1)?.revocation;
  const { target = 0, taken = 0, owed = 0, repaid = 0, forgiven = 0 } = revocation ?? {};
  return { available: booked(state), debt: state.debt, target, taken, owed, repaid, forgiven };
}

const nothing = { debt: 0, target: 0, taken: 0, owed: 0, repaid: 0, forgiven: 0 };

test.each([
  { granted: 100, paid: 499n, returned: 0n, target: 0 },
  { granted: 100, paid: 499n, returned: 1n, target: 1 },
  { granted: 100, paid: 500n, returned: 300n, target: 60 },
  { granted: 100, paid: 499n, returned: 499n, target: 100 },
  { granted: 100, paid: 499n, returned: 600n, target: 100 },
  { granted: 100, paid: 499n, returned: -5n, target: 0 },
  { granted: 100, paid: 0n, returned: 10n, target: 0 },
  { granted: 1_000_000_000, paid: 999_999_999_999n, returned: 1n, target: 1 },
])("of $granted credits, $returned of $paid returned take $target", ({ granted, paid, returned, target }) => {
  expect(targetOf(granted, { paid, returned })).toBe(target);
});

test.each<[string, ReturnType<typeof play>, object]>([
  ["nothing used", play(revoke(1, 60)), { ...nothing, available: 40, target: 60, taken: 60 }],
  [
    "40 used, all returned",
    play(spend(40), revoke(1, 100)),
    { ...nothing, available: 0, target: 100, taken: 60, owed: 40, debt: 40 },
  ],
  ["40 used, 60 returned", play(spend(40), revoke(1, 60)), { ...nothing, available: 0, target: 60, taken: 60 }],
  [
    "three returns",
    play(spend(50), revoke(1, 20), revoke(1, 45), revoke(1, 100)),
    { ...nothing, available: 0, target: 100, taken: 50, owed: 50, debt: 50 },
  ],
  ["everything used", play(spend(100), revoke(1, 30)), { ...nothing, available: 0, target: 30, owed: 30, debt: 30 }],
  ["on hold", play(spend(20), hold(80), revoke(1, 70)), { ...nothing, available: 0, target: 70 }],
  [
    "on hold, and more",
    play(spend(20), hold(80), revoke(1, 100)),
    { ...nothing, available: 0, target: 100, owed: 20, debt: 20 },
  ],
  [
    "held and captured",
    play(hold(80), revoke(1, 50), capture(1)),
    { ...nothing, available: 0, target: 50, taken: 20, owed: 30, debt: 30 },
  ],
  [
    "held and released",
    play(hold(80), revoke(1, 50), release(1)),
    { ...nothing, available: 50, target: 50, taken: 50 },
  ],
  [
    "held and cancelled",
    play(hold(80), revoke(1, 50), release(1, "cancelled")),
    { ...nothing, available: 50, target: 50, taken: 50 },
  ],
  [
    "held and lapsed",
    play(hold(80), revoke(1, 50), [2, grant("activity", 1, null)]),
    { ...nothing, available: 51, target: 50, taken: 50 },
  ],
  [
    "captured in part",
    play(hold(100), revoke(1, 100), capture(1, 30)),
    { ...nothing, available: 0, target: 100, taken: 70, owed: 30, debt: 30 },
  ],
  [
    "captured twice",
    play(hold(100), revoke(1, 90), capture(1, 30, false)),
    { ...nothing, available: 0, target: 90, owed: 20, debt: 20 },
  ],
  [
    "a spend refunded",
    play(spend(40), revoke(1, 100), refund(2)),
    { ...nothing, available: 0, target: 100, taken: 100 },
  ],
  [
    "refunded in part",
    play(spend(40), revoke(1, 100), refund(2, 15)),
    { ...nothing, available: 0, target: 100, taken: 75, owed: 25, debt: 25 },
  ],
  [
    "refunded, 60 returned",
    play(spend(40), revoke(1, 60), refund(2)),
    { ...nothing, available: 40, target: 60, taken: 60 },
  ],
  ["given back", play(spend(40), revoke(1, 100), revoke(1, 0)), { ...nothing, available: 60 }],
  [
    "given back in part",
    play(spend(40), revoke(1, 100), revoke(1, 70)),
    { ...nothing, available: 0, target: 70, taken: 60, owed: 10, debt: 10 },
  ],
  ["given back while held", play(hold(80), revoke(1, 50), revoke(1, 0)), { ...nothing, available: 20 }],
  [
    "up, down and up",
    play(spend(40), revoke(1, 100), revoke(1, 0), revoke(1, 80)),
    { ...nothing, available: 0, target: 80, taken: 60, owed: 20, debt: 20 },
  ],
  [
    "repaid",
    play(spend(40), revoke(1, 100), grant("purchased", 100, null, true)),
    { ...nothing, available: 60, target: 100, taken: 60, repaid: 40 },
  ],
  [
    "repaid in part",
    play(spend(40), revoke(1, 100), grant("purchased", 30, null, true)),
    { ...nothing, available: 0, target: 100, taken: 60, repaid: 30, owed: 10, debt: 10 },
  ],
  [
    "a gift repays nothing",
    play(spend(40), revoke(1, 100), grant("activity", 100, null)),
    { ...nothing, available: 100, target: 100, taken: 60, owed: 40, debt: 40 },
  ],
  [
    "repaid, then given back",
    play(spend(40), revoke(1, 100), grant("purchased", 100, null, true), revoke(1, 0)),
    { ...nothing, available: 160 },
  ],
  [
    "repaid, then less returned",
    play(spend(40), revoke(1, 100), grant("purchased", 30, null, true), revoke(1, 75)),
    { ...nothing, available: 15, target: 75, taken: 60, repaid: 15 },
  ],
  [
    "repaid, then a spend refunded",
    play(spend(40), revoke(1, 100), grant("purchased", 100, null, true), refund(2)),
    { ...nothing, available: 100, target: 100, taken: 100 },
  ],
  [
    "forgiven",
    play(spend(40), revoke(1, 100), forgive(1)),
    { ...nothing, available: 0, target: 100, taken: 60, forgiven: 40 },
  ],
  [
    "forgiven, then given back",
    play(spend(40), revoke(1, 100), forgive(1), revoke(1, 0)),
    { ...nothing, available: 60 },
  ],
  [
    "forgiven, then a spend refunded",
    play(spend(40), revoke(1, 100), forgive(1), refund(2)),
    { ...nothing, available: 0, target: 100, taken: 100 },
  ],
  [
    "expired unused",
    playEnding([2, spend(40)], [11, revoke(1, 100)]),
    { ...nothing, available: 0, target: 100, owed: 40, debt: 40 },
  ],
  ["expired, 50 returned", playEnding([2, spend(40)], [11, revoke(1, 50)]), { ...nothing, available: 0, target: 50 }],
  [
    "expired after it was taken",
    playEnding([2, revoke(1, 50)], [11, revoke(1, 100)]),
    { ...nothing, available: 0, target: 100, taken: 50 },
  ],
  ["given back after the end", playEnding([2, revoke(1, 50)], [11, revoke(1, 0)]), { ...nothing, available: 50 }],
  ["what expired never comes back", playEnding([11, revoke(1, 100)], [11, revoke(1, 0)]), { ...nothing, available: 0 }],
  [
    "came back from it",
    playEnding([2, spend(40)], [11, refund(2)], [12, revoke(1, 30)]),
    { ...nothing, available: 10, target: 30, taken: 30 },
  ],
  [
    "refunded after the end",
    playEnding([2, spend(40)], [11, revoke(1, 100)], [12, refund(2)]),
    { ...nothing, available: 0, target: 100, taken: 40 },
  ],
])("returned payment: %s", (_what, played, expected) => {
  expect(told(played)).toEqual(expected);
});

test("a line for each step says what it took, what is owed, and to which line it belongs", () => {
  const { lines } = play(spend(40), revoke(1, 100), grant("purchased", 100, null, true), revoke(1, 10));
  expect(
    lines
      .slice(1)
      .map(({ type, amount, debtChange, ofBatch, target, relatesTo, request }) => [
        type,
        amount,
        debtChange,
        ofBatch,
        target,
        relatesTo,
        request === null,
      ]),
  ).toEqual([
    ["revoke", -60, 40, 1, 100, null, false],
    ["grant", 100, 0, null, null, null, false],
    ["repayment", -40, -40, 1, 100, 3, true],
    ["reinstate", 90, 0, 1, 10, 3, false],
  ]);
  expect(lines.at(-1)?.entries.map(({ batch, amount }) => [batch, amount])).toEqual([
    [1, 50],
    [2, 40],
  ]);
});

test("credits of returned money never come back as returned credits", () => {
  const { lines, state } = playEnding([9.99, hold(40)], [9.995, revoke(1, 100)], [10, release(1)]);
  expect(state.batches).toHaveLength(1);
  expect(lines.slice(-2).map(({ type, amount, relatesTo }) => [type, amount, relatesTo])).toEqual([
    ["release", 40, 2],
    ["revoke", -40, 4],
  ]);
});

test("given back after its end, credits are valid for seven days", () => {
  const { state } = playEnding([2, revoke(1, 50)], [11, revoke(1, 0)]);
  expect(state.batches.find(({ number }) => number === 2)).toMatchObject({
    remaining: 50,
    returnedFrom: 1,
    expiresAt: at(18),
  });
});

test("the oldest debt is repaid first, and the newest repayment goes back first", () => {
  const debts = play(spend(100), grant("purchased", 50, null), spend(50), revoke(2, 50), revoke(1, 30));
  const paid = playOn(debts.state, [2, grant("purchased", 60, null, true)], [3, grant("purchased", 15, null, true)]);
  expect(paid.state.batches.map(({ revocation }) => revocation?.repaid ?? 0)).toEqual([25, 50, 0, 0]);
  const back = playOn(paid.state, [4, revoke(1, 10)]);
  // 5 were owed; of 15 more, the newest repayment gives back all of its 15.
  expect(back.state.batches.map(({ remaining }) => remaining)).toEqual([0, 0, 0, 15]);
});

test("what goes back to a batch that repaid is taken when that batch is revoked as well", () => {
  const paid = play(spend(40), revoke(1, 100), grant("purchased", 100, null, true), spend(60), revoke(2, 100));
  expect(told(paid)).toMatchObject({ available: 0, debt: 100, repaid: 40 });
  expect(told(playOn(paid.state, revoke(1, 0)))).toMatchObject({ available: 60, debt: 60, repaid: 0 });
});

test.each([
  ["unknown batch", play(), revoke(7, 10), "not-found"],
  ["more than was granted", play(), revoke(1, 101), "invalid-request"],
  ["below nothing", play(), revoke(1, -1), "invalid-request"],
  ["the same target", play(revoke(1, 40)), revoke(1, 40), "unchanged"],
  ["nothing returned yet", play(), revoke(1, 0), "unchanged"],
  ["credits that came back", playEnding([2, spend(40)], [11, refund(2)]), revoke(2, 10), "invalid-request"],
  ["forgiving what is not owed", play(revoke(1, 40)), forgive(1), "nothing-left"],
])("refused: %s", (_what, { state }, asked, slug) => {
  expect(refusedAs(decide(state, asked, at(12)))).toBe(slug);
});
