import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readClock } from "#db/queries/read-clock.ts";
import type { Command } from "#lib/credits/command.ts";
import { kinds } from "#lib/credits/kinds.ts";
import { grantOf, keyOf, openAccount, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectReplayable } from "#testing/replay-history.ts";
import { seeded } from "#testing/seed.ts";
import { commit } from "./commit.ts";
import type { Outcome } from "./fold.ts";
import { readBalance } from "./read-balance.ts";
import { verify } from "./verify.ts";

const { db } = await testDatabase();

// Few keys, few outside facts, small amounts and short lives, so that everything meets everything.
const grants = fc.record({
  type: fc.constant("grant" as const),
  who: fc.nat({ max: 1 }),
  kind: fc.constantFrom(...kinds),
  amount: fc.integer({ min: 1, max: 9 }),
  lifeMs: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 3 }),
  fact: fc.option(fc.nat({ max: 3 }), { freq: 3 }),
  key: fc.nat({ max: 12 }),
});
const spends = fc.record({
  type: fc.constant("spend" as const),
  who: fc.nat({ max: 1 }),
  cost: fc.integer({ min: 1, max: 9 }),
  key: fc.nat({ max: 12 }),
});
const few = fc.nat({ max: 4 });
const others = fc.record({
  type: fc.constantFrom(
    ...(["hold", "hold", "capture", "capture", "release", "extend", "refund", "adjustment", "freeze"] as const),
  ),
  who: fc.nat({ max: 1 }),
  key: fc.nat({ max: 12 }),
  /** What it names: a hold's number, a line's version, a batch. */
  names: fc.integer({ min: 1, max: 9 }),
  amount: fc.option(fc.integer({ min: 1, max: 9 }), { freq: 2 }),
  seconds: few,
  flag: fc.boolean(),
});
const lists = fc.array(fc.oneof(grants, spends, others), { minLength: 1, maxLength: 3 });
const rounds = fc.array(
  fc.record({ calls: fc.array(lists, { minLength: 1, maxLength: 8 }), pauseMs: fc.nat({ max: 15 }) }),
  {
    minLength: 1,
    maxLength: 6,
  },
);
type Round = typeof rounds extends fc.Arbitrary<(infer R)[]> ? R : never;

let told = 0;

test("whatever runs in parallel, the tables hold a history that decide writes again", async () => {
  await fc.assert(
    fc.asyncProperty(rounds, async (story) => {
      told += 1;
      const accounts = [await openAccount(db), await openAccount(db)];
      const answers: { command: Command; outcome: Outcome }[] = [];
      for (const round of story) answers.push(...(await play(round, accounts)));
      for (const account of accounts) await compareWithHistory(account, answers);
    }),
    { ...seeded(25), endOnFailure: true },
  );
  expect((await verify(db)).filter((finding) => finding.breach !== null)).toEqual([]);
});

async function play({ calls, pauseMs }: Round, accounts: string[]) {
  const clock = await readClock(db);
  const answers = await Promise.all(
    calls.map(async (list) => {
      const commands = list.map((step) => toCommand(step, accounts, clock));
      const outcomes = await commit(db, commands);
      return commands.flatMap((command, index) => {
        const outcome = outcomes[index];
        return outcome === undefined ? [] : [{ command, outcome }];
      });
    }),
  );
  await sleep(pauseMs);
  return answers.flat();
}

/** What was answered is what stands in the history; a key or a fact stands there once; who was refused was short. */
async function compareWithHistory(account: string, answers: { command: Command; outcome: Outcome }[]): Promise<void> {
  const history = await expectReplayable(db, account);
  const own = answers.filter(({ command }) => command.account === account);
  for (const { command, outcome } of own) {
    if (outcome.status === "done") {
      expect(history[outcome.transaction.version - 1]).toEqual(outcome.transaction);
      const { request, amount } = outcome.transaction;
      const sameKey = request?.key === command.request.key && request.fingerprint === command.request.fingerprint;
      const sameFact = command.type === "grant" && command.sourceId !== null && command.amount === amount;
      expect(sameKey || sameFact).toBe(true);
    } else if (outcome.refusal.slug === "insufficient-credits") {
      const { cost, available, shortfall } = outcome.refusal;
      expect(available + shortfall).toBe(cost);
      expect(shortfall).toBeGreaterThan(0);
    }
  }
  const fresh = own.filter(({ outcome }) => outcome.status === "done" && !outcome.replayed);
  expect(fresh.length).toBe(history.filter((line) => line.request !== null).length);
  const balance = await readBalance(db, account);
  expect(balance?.version).toBe(history.length);
}

function toCommand(step: Round["calls"][number][number], accounts: string[], clock: Date): Command {
  const account = accounts[step.who] ?? "";
  if (step.type === "spend") return spendOf(account, step.cost, { key: `${step.key}` });
  if (step.type !== "grant") return toOther(step, account);
  const { kind, amount, lifeMs, fact } = step;
  return grantOf(account, amount, {
    kind,
    expiresAt: lifeMs === null ? null : new Date(clock.getTime() + lifeMs),
    sourceId: fact === null ? null : `${told}-${fact}`,
    request: keyOf("web", `${step.key}`, { amount, kind }),
  });
}

type Other = typeof others extends fc.Arbitrary<infer O> ? O : never;

function toOther({ type, key, names, amount, seconds, flag }: Other, account: string): Command {
  const asked = {
    account,
    request: keyOf("web", `${key}`, { type, names, amount, seconds, flag }),
    actor: "test",
    platform: null,
    reason: "a test",
  };
  const use = { feature: "ai-image", units: 1, reference: null, quote: null };
  switch (type) {
    case "hold":
      return { ...asked, ...use, type, cost: amount ?? 3, expiresInSeconds: (seconds + 1) / 100 };
    case "capture":
      return { ...asked, type, hold: names, amount };
    case "release":
      return { ...asked, type, hold: names, cause: flag ? "cancelled" : "failed" };
    case "extend":
      return { ...asked, type, hold: names, expiresInSeconds: (seconds + 1) / 100 };
    case "refund":
      return { ...asked, type, of: names, amount };
    case "adjustment": {
      const sign = flag ? 1 : -1;
      return {
        ...asked,
        type,
        amount: sign * (amount ?? 2),
        kind: "activity",
        expiresAt: null,
        batch: flag ? null : names,
      };
    }
    case "freeze":
      return { ...asked, type: flag ? "freeze" : "unfreeze" };
  }
}
