import fc from "fast-check";
import { expect, test } from "vitest";
import type { Command } from "#lib/credits/command.ts";
import { kinds } from "#lib/credits/kinds.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { grantOf, openAccount, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { seeded } from "#testing/seed.ts";
import { commitTransaction } from "./commit-transaction.ts";

const { db } = await testDatabase();

const hour = 3_600_000;
const step = fc.record({
  what: fc.constantFrom(...(["grant", "grant", "spend", "spend", "hold", "capture", "refund", "adjust"] as const)),
  kind: fc.constantFrom(...kinds),
  amount: fc.integer({ min: 1, max: 12 }),
  names: fc.integer({ min: 1, max: 12 }),
  ends: fc.option(fc.integer({ min: 1, max: 4 }), { freq: 3 }),
});
type Step = typeof step extends fc.Arbitrary<infer R> ? R : never;
const stories = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 5, maxLength: 12 });

test("any batch limit gives the same history", async () => {
  const end = Date.now() + hour;
  await fc.assert(
    fc.asyncProperty(stories, async (story) => {
      const told = await Promise.all([1, 2, 1_000].map((batchLimit) => tell(story, batchLimit, end)));
      expect(told[0]).toEqual(told[2]);
      expect(told[1]).toEqual(told[2]);
    }),
    { ...seeded(15), endOnFailure: true },
  );
  await expectInvariants(db);
});

/** Plays a story on a new account; returns outcomes and lines without the account's id and instants. */
async function tell(story: Step[][], batchLimit: number, end: number) {
  const account = await openAccount(db);
  const answers: unknown[] = [];
  for (const [nth, list] of story.entries()) {
    const commands = list.map((each, place) => toCommand(each, account, { key: `${nth}-${place}`, end }));
    const attempts = await commitTransaction(db, commands, { wait: true, batchLimit });
    answers.push(attempts.map((attempt) => (attempt.status === "refused" ? attempt.refusal : attempt.status)));
  }
  const { transactions } = await readHistory(db, account, {}, 1_000);
  const lines = transactions.map(({ account: _account, at: _at, holdExpiresAt: _holdExpiresAt, ...line }) => line);
  return { answers, lines };
}

function toCommand(
  { what, kind, amount, names, ends }: Step,
  account: string,
  { key, end }: { key: string; end: number },
): Command {
  const spend = spendOf(account, amount, { key });
  const { request, actor, platform } = spend;
  const envelope = { account, request, actor, platform };
  switch (what) {
    case "grant": {
      const expiresAt = ends === null ? null : new Date(end + ends * hour);
      return { ...grantOf(account, amount, { kind, expiresAt }), request };
    }
    case "spend":
      return spend;
    case "hold":
      return { ...spend, type: "hold", expiresInSeconds: 600 };
    case "capture":
      return { ...envelope, type: "capture", hold: names, amount: ends, final: amount % 2 === 0 };
    case "refund":
      return { ...envelope, type: "refund", of: names, amount: ends, reason: "a test" };
    case "adjust": {
      const batch = ends === null ? null : names;
      return { ...envelope, type: "adjustment", amount: -amount, batch, kind, expiresAt: null, reason: "a test" };
    }
  }
}
