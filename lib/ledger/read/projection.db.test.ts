import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { kinds } from "#lib/credits/kinds.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { commitDue } from "#lib/ledger/commit/commit-due.ts";
import { makeQuote } from "#lib/spending/quote.ts";
import { grantOf, openAccount, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { installMovableClock } from "#testing/model/movable-clock.ts";
import { seeded } from "#testing/seed.ts";
import { captureOf, holdOf } from "#testing/use-commands.ts";
import { readBalance, readBalances } from "./balance.ts";
import { readBatch, readBatchPage, readLiveBatches } from "./batches.ts";
import { countRunning, readHold } from "./holds.ts";

const { db, owner } = await testDatabase();
const clock = await installMovableClock(owner, "purse_app");
const day = 24 * 60 * 60 * 1000;

afterAll(async () => {
  await expectInvariants(db);
});

const life = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(7 * day, null));
const step = fc.oneof(
  fc.record({ does: fc.constant("grant" as const), kind: fc.constantFrom(...kinds), amount: amountUpTo(20), life }),
  fc.record({ does: fc.constant("hold" as const), amount: amountUpTo(12), ms: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ does: fc.constant("use" as const), hold: amountUpTo(3), amount: amountUpTo(5) }),
  fc.record({
    does: fc.constant("wait" as const),
    ms: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(7 * day)),
  }),
);

/** Random stories of a run may contain no lapse; this one always does. */
const storyWithLapse = [
  { does: "grant" as const, kind: "purchased" as const, amount: 10, life: null },
  { does: "hold" as const, amount: 4, ms: 1 },
  { does: "wait" as const, ms: 30 },
];

test("reads at any instant equal what booking produces at that instant", async () => {
  const { seed } = seeded(1);
  let lapses = 0;
  const story = fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
    const account = await openAccount(db);
    let holds = 0;
    for (const each of steps) {
      if (each.does === "wait") {
        await clock.move(each.ms);
        const before = await readAll(account, holds);
        expect(before.refused).toBe(before.balance.available);
        const lines = await commitDue(db, [account]);
        expect(await readAll(account, holds)).toEqual(before);
        if (lines > 0 && before.statuses.includes("lapsed")) lapses += 1;
      } else if (each.does === "grant") {
        const expiresAt = each.life === null ? null : new Date(clock.read().getTime() + each.life);
        await commitOne(db, grantOf(account, each.amount, { kind: each.kind, expiresAt }));
      } else if (each.does === "use") {
        await commitOne(db, captureOf(account, each.hold, { amount: each.amount, final: false }));
      } else {
        const outcome = await commitOne(db, holdOf(account, each.amount, { expiresInSeconds: each.ms / 1000 }));
        if (outcome.status === "done") holds += 1;
      }
    }
  });
  await fc.assert(story, { seed, numRuns: 12, examples: [[storyWithLapse]] });
  expect(lapses, "holds lapsed in these stories").toBeGreaterThan(0);
});

test("the credits of a lapsed hold are quoted, and become a new batch when theirs expired", async () => {
  const account = await openAccount(db);
  await owner`insert into features values ('ai-lapse', 'Lapse', 'A test', 'image', 1)`;
  await owner`insert into feature_prices values ('ai-lapse', '2020-01-01', 8)`;
  const end = new Date(clock.read().getTime() + 1_000);
  await commitOne(db, grantOf(account, 10, { kind: "activity", expiresAt: end }));
  await commitOne(db, holdOf(account, 10, { expiresInSeconds: 5 }));
  await clock.move(4_999);
  expect(await readBalance(db, account)).toMatchObject({ available: 0, held: 10 });
  expect((await readBalances(db, [account])).get(account)?.changesAt).toEqual(new Date(clock.read().getTime() + 1));
  await clock.move(1);
  const expiresAt = new Date(clock.read().getTime() + 7 * day);
  const nextExpiry = { at: expiresAt.toISOString(), amount: 10, kind: "activity" };
  expect(await readBalance(db, account)).toMatchObject({ version: 2, available: 10, held: 0, nextExpiry });
  const made = await makeQuote(db, { account, feature: "ai-lapse", units: 1 });
  expect(made).toMatchObject({ quote: { sufficient: true, available: 10, batches: [{ batch: 2, amount: 8 }] } });
  expect(await readBatchPage(db, account, { state: "all", after: null, limit: 1 })).toMatchObject({
    batches: [{ number: 1, held: 0, state: "expired" }],
    nextAfter: 1,
  });
  expect(await readBatchPage(db, account, { state: "all", after: 1, limit: 1 })).toMatchObject({
    batches: [{ number: 2, remaining: 10, returnedFrom: 1 }],
    nextAfter: null,
  });
});

/** Everything that readers return for an account, without the version, which booking raises. */
async function readAll(account: string, holds: number) {
  const balance = await readBalance(db, account);
  if (balance === null) throw new Error("the account is missing");
  const { version: _version, ...rest } = balance;
  const [{ batches }, page, running] = await Promise.all([
    readLiveBatches(db, account),
    readBatchPage(db, account, { state: "all", after: null, limit: 100 }),
    countRunning(db, account),
  ]);
  const sums = Object.fromEntries(
    kinds.map((kind) => [kind, batches.reduce((sum, b) => sum + (b.kind === kind ? b.remaining : 0), 0)]),
  );
  expect(sums).toEqual(balance.byKind);
  const numbers = Array.from({ length: holds }, (_, index) => index + 1);
  const states = await Promise.all(numbers.map((number) => readHold(db, account, number)));
  const open = states.flatMap((hold) => (hold?.status === "open" ? [hold] : []));
  expect(open.reduce((sum, hold) => sum + hold.amount - hold.captured, 0)).toBe(balance.held);
  expect(running).toBe(open.length);
  const first = batches[0];
  return {
    balance: rest,
    batches,
    page,
    first: first === undefined ? null : await readBatch(db, account, first.number),
    statuses: states.map((hold) => hold?.status),
    refused: await refusedWith(account),
  };
}

/** The available credits that a refused command reports. */
async function refusedWith(account: string): Promise<number | null> {
  const outcome = await commitOne(db, spendOf(account, 1_000_000));
  const refusal = outcome.status === "refused" ? outcome.refusal : null;
  return refusal?.slug === "insufficient-credits" ? refusal.available : null;
}

function amountUpTo(max: number) {
  return fc.integer({ min: 1, max });
}
