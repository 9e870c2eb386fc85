import { expect, test } from "vitest";
import { type AccountState, newAccount } from "./account-state.ts";
import { type GrantCommand, maxAmount, type SpendCommand } from "./command.ts";
import { decide } from "./decide.ts";
import type { Decision } from "./decision.ts";
import type { Kind } from "./kinds.ts";

const start = new Date("2026-11-20T12:00:00.000Z");
const at = (minutes: number) => new Date(start.getTime() + minutes * 60_000);
const later = (instant: Date) => new Date(instant.getTime() + 1);
const request = { scope: "web" as const, key: "k", fingerprint: "f" };
const account = "a";

test("the official example", () => {
  const state = granted(["subscription", 20, at(60)], ["activity", 15, at(60)], ["purchased", 100, null]);
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

test("a grant makes the next batch, with its own line as the first entry", () => {
  const { own, made, lines } = accepted(decide(granted(["purchased", 5, null]), grant("activity", 7, at(5)), at(1)));
  expect(made).toMatchObject([
    { number: 2, kind: "activity", granted: 7, remaining: 7, held: 0, grantedAt: at(1), expiresAt: at(5) },
  ]);
  expect(own).toMatchObject({ version: 2, amount: 7, balanceBefore: 5, balanceAfter: 12 });
  expect(own.entries).toEqual([
    { batch: 2, kind: "activity", amount: 7, source: "test", expiresAt: at(5), onBehalfOf: null },
  ]);
  expect(lines).toEqual([own]);
});

test("what has ended is booked first, one line each, in the order of the ends", () => {
  const state = granted(
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
  expect(decide(granted(["activity", 3, at(5)]), spend(1), now).status).toBe(status);
});

test("a batch that was used up before its end leaves no expiry", () => {
  const { state } = accepted(decide(granted(["activity", 3, at(5)], ["purchased", 1, null]), spend(3), at(1)));
  const { lines, own } = accepted(decide(state, spend(1), at(6)));
  expect(lines).toEqual([own]);
});

test("a refusal books nothing, and its numbers count what has ended as gone", () => {
  const state = granted(["subscription", 20, at(5)], ["purchased", 4, null]);
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
  const decision = decide(granted(["purchased", 10, null]), command, at(1));
  expect(decision).toMatchObject({ status: "refused", refusal: { slug: "invalid-request", path } });
});

test("a grant that would leave the safe integers is refused", () => {
  const state = { ...granted(["purchased", maxAmount, null]) };
  const [batch] = state.batches;
  if (batch === undefined) throw new Error("no batch");
  const full = { ...state, batches: [{ ...batch, remaining: Number.MAX_SAFE_INTEGER }] };
  expect(decide(full, grant("purchased", 1, null), at(1))).toMatchObject({
    status: "refused",
    refusal: { path: "amount" },
  });
});

const shown = (uses: [Kind, number][], expiresAt = at(30)) => ({
  uses: uses.map(([kind, amount]) => ({ kind, amount })),
  expiresAt,
});

test.each<[string, SpendCommand, string]>([
  [
    "shows exactly what is taken",
    spend(
      25,
      shown([
        ["subscription", 20],
        ["activity", 5],
      ]),
    ),
    "accepted",
  ],
  [
    "shows more purchased credits than are taken",
    spend(
      40,
      shown([
        ["subscription", 20],
        ["activity", 10],
        ["purchased", 10],
      ]),
    ),
    "accepted",
  ],
  [
    "shows another split of what was given",
    spend(
      25,
      shown([
        ["subscription", 5],
        ["activity", 20],
      ]),
    ),
    "accepted",
  ],
  [
    "shows fewer purchased credits than are taken",
    spend(
      40,
      shown([
        ["subscription", 20],
        ["activity", 16],
        ["purchased", 4],
      ]),
    ),
    "quote-changed",
  ],
  ["does not show a kind that is taken", spend(25, shown([["subscription", 25]])), "quote-changed"],
  [
    "does not show purchased credits at all",
    spend(
      40,
      shown([
        ["subscription", 20],
        ["activity", 20],
      ]),
    ),
    "quote-changed",
  ],
  [
    "ends a millisecond later",
    spend(
      25,
      shown(
        [
          ["subscription", 20],
          ["activity", 5],
        ],
        later(at(10)),
      ),
    ),
    "accepted",
  ],
  [
    "ends at this very instant",
    spend(
      25,
      shown(
        [
          ["subscription", 20],
          ["activity", 5],
        ],
        at(10),
      ),
    ),
    "quote-expired",
  ],
  [
    "has ended, for a spend that is not covered either",
    spend(999, shown([["subscription", 20]], at(10))),
    "quote-expired",
  ],
  ["holds, but the credits do not suffice", spend(999, shown([["subscription", 999]])), "insufficient-credits"],
  ["has ended, for a spend of nothing", spend(0, shown([], at(10))), "invalid-request"],
])("a quote that %s", (_name, command, answer) => {
  const state = granted(["subscription", 20, at(60)], ["activity", 15, at(60)], ["purchased", 100, null]);
  const decision = decide(state, command, at(10));
  expect(decision.status === "refused" ? decision.refusal.slug : decision.status).toBe(answer);
});

test("a quote whose subscription credits have ended meanwhile is not silently paid with purchased ones", () => {
  const state = granted(["subscription", 20, at(5)], ["purchased", 100, null]);
  const command = spend(20, shown([["subscription", 20]]));
  expect(accepted(decide(state, command, at(4))).own.entries[0]?.kind).toBe("subscription");
  expect(decide(state, command, at(5))).toMatchObject({ status: "refused", refusal: { slug: "quote-changed" } });
});

test("an instant before the newest line is a bug, not a refusal", () => {
  const state = granted(["purchased", 5, null]);
  expect(() => decide(state, spend(1), new Date(start.getTime() - 1))).toThrow("before the newest line");
});

test("a command for another account is a bug, not a refusal", () => {
  expect(() => decide(newAccount("b"), spend(1), at(1))).toThrow("another account");
});

function granted(...batches: [Kind, number, Date | null][]): AccountState {
  return batches.reduce(
    (state, [kind, amount, expiresAt]) => accepted(decide(state, grant(kind, amount, expiresAt), start)).state,
    newAccount(account),
  );
}

function grant(kind: Kind, amount: number, expiresAt: Date | null): GrantCommand {
  const said = { source: "test", sourceId: null, reason: "a test", actor: "test", platform: null };
  return { type: "grant", account, kind, amount, expiresAt, request, ...said };
}

function spend(cost: number, quote: SpendCommand["quote"] = null): SpendCommand {
  const said = {
    feature: "ai-image",
    units: 1,
    reference: null,
    actor: "test",
    platform: "desktop",
    clientVersion: "6.2",
  };
  return { type: "spend", account, cost, quote, request, ...said };
}

function accepted(decision: Decision): Decision & { status: "accepted" } {
  if (decision.status !== "accepted") throw new Error(`not accepted: ${JSON.stringify(decision)}`);
  return decision;
}
