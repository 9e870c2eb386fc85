import { expect, test } from "vitest";
import { type AccountState, newAccount } from "#lib/credits/account-state.ts";
import type { Batch } from "#lib/credits/batch.ts";
import type { TakeTimeCommand } from "#lib/credits/command.ts";
import { decide } from "./decide.ts";

const now = new Date("2026-11-20T12:00:00.000Z");
const later = new Date("2026-12-20T12:00:00.000Z");

function batchOf(number: number, remaining: number, changes: Partial<Batch> = {}): Batch {
  const origin = {
    source: "plan",
    sourceId: null,
    returnedFrom: null,
    forfeited: 0,
    revocation: null,
    label: "Pro",
    grantedAt: now,
  };
  return { number, kind: "subscription", granted: 100, remaining, held: 0, expiresAt: later, ...origin, ...changes };
}

function stateOf(...batches: Batch[]): AccountState {
  return { ...newAccount("account"), batchCount: batches.length, batches };
}

function takeTime(state: AccountState, amount: number, batches: number[]) {
  const request = { scope: "stripe", key: "k", fingerprint: "f" } as const;
  const envelope = { account: "account", request, actor: "stripe", platform: null };
  const command: TakeTimeCommand = {
    type: "take-time",
    amount,
    batches,
    reason: "changed",
    reference: "in_1",
    ...envelope,
  };
  return decide(state, command, now);
}

test("what a plan gives back is taken from the named batches, newest first, and from no other", () => {
  const decision = takeTime(stateOf(batchOf(1, 50), batchOf(2, 30), batchOf(3, 40)), 60, [1, 2]);
  if (decision.status !== "accepted") throw new Error(decision.status);
  expect(decision.own).toMatchObject({ type: "revoke", amount: -60, reference: "in_1", reason: "changed" });
  expect(decision.state.batches.map(({ remaining }) => remaining)).toEqual([20, 0, 40]);
});

test("no more is taken than remains, and leaves what is on hold", () => {
  const decision = takeTime(stateOf(batchOf(1, 50, { held: 20 })), 100, [1]);
  if (decision.status !== "accepted") throw new Error(decision.status);
  expect(decision.own.amount).toBe(-50);
  expect(decision.state.batches).toMatchObject([{ remaining: 0, held: 20 }]);
});

test.each([
  ["used up", stateOf(batchOf(1, 0, { held: 7 })), 7],
  ["expired", stateOf(batchOf(1, 50, { expiresAt: now })), 0],
  ["not there", stateOf(), 0],
])("taking from a batch that is %s is refused, and nothing changes", (_what, state, held) => {
  expect(takeTime(state, 10, [1])).toEqual({ status: "refused", refusal: { slug: "nothing-left", held } });
});

test("taking nothing or less is refused", () => {
  for (const amount of [0, -1, 0.5])
    expect(takeTime(stateOf(batchOf(1, 50)), amount, [1])).toMatchObject({ refusal: { slug: "invalid-request" } });
});
