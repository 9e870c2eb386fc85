import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { readClock } from "#db/queries/clock.ts";
import { readLiveBatchRows } from "#db/queries/credits/batches.ts";
import { booked, newAccount } from "#lib/credits/account-state.ts";
import { bookDue } from "#lib/credits/book-due.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { grantOf, openAccount, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { whileLocked } from "#testing/while-locked.ts";
import { commit, commitOne } from "./commit.ts";
import { commitHistory } from "./commit-history.ts";
import { loadState } from "./load-state.ts";

const { db, owner } = await testDatabase();

afterAll(async () => {
  await expectInvariants(db);
});

test("a spend that waits for the lock across an expiry uses the time after the wait", async () => {
  const account = await openAccount(db);
  const end = await inMs(2_500);
  await commit(db, [grantOf(account, 20, { kind: "subscription", expiresAt: end }), grantOf(account, 100)]);
  const { waited } = await whileLocked(owner, account, {
    start: () => commitOne(db, spendOf(account, 5)),
    meanwhile: () => until(end),
  });
  if (waited.status === "refused") throw new Error(waited.refusal.slug);
  expect(waited.transaction.at.getTime()).toBeGreaterThanOrEqual(end.getTime());
  expect(waited.transaction).toMatchObject({ version: 4, entries: [{ kind: "purchased", amount: -5 }] });
  const { transactions } = await readHistory(db, account, {}, 10);
  expect(transactions.map((line) => [line.version, line.type, line.amount])).toEqual([
    [4, "spend", -5],
    [3, "expiry", -20],
    [2, "grant", 100],
    [1, "grant", 20],
  ]);
});

test("a spend that waits until its credits expired is refused, and nothing is booked", async () => {
  const account = await openAccount(db);
  const end = await inMs(2_500);
  await commitOne(db, grantOf(account, 20, { kind: "subscription", expiresAt: end }));
  const { waited } = await whileLocked(owner, account, {
    start: () => commitOne(db, spendOf(account, 5)),
    meanwhile: () => until(end),
  });
  expect(waited).toEqual({
    status: "refused",
    refusal: { slug: "insufficient-credits", cost: 5, available: 0, shortfall: 5 },
  });
  expect(await readBalance(db, account)).toMatchObject({ version: 1, available: 0 });
});

test("spends and balances change at the millisecond of the end, neither before nor after", async () => {
  const account = await openAccount(db);
  const end = await inMs(4_000);
  await commitOne(db, grantOf(account, 1_000, { kind: "activity", expiresAt: end }));
  await commitOne(db, grantOf(account, 1_000));
  let [balances, spends] = [0, 0];
  // Continues until some came after the end, because a busy machine does few around it.
  while (spends < 5) {
    const [balance, outcome] = await Promise.all([readBalance(db, account), commitOne(db, spendOf(account, 1))]);
    if (balance === null || outcome.status === "refused") throw new Error("an account with credits was refused");
    expect(balance.byKind.activity > 0).toBe(balance.at < end.toISOString());
    expect(balance.nextExpiry !== null).toBe(balance.at < end.toISOString());
    expect(outcome.transaction.entries[0]?.kind).toBe(outcome.transaction.at < end ? "activity" : "purchased");
    if (balance.at < end.toISOString()) balances += 1;
    if (outcome.transaction.at >= end) spends += 1;
  }
  expect(balances).toBeGreaterThan(0);
  expect(spends).toBeGreaterThan(0);
});

test.each([
  [-1, "subscription"],
  [0, "purchased"],
  [1, "purchased"],
])("a spend %i ms after the end of a batch is paid with %s credits", async (after, kind) => {
  const account = await openAccount(db);
  const now = await readClock(db);
  const end = new Date(now.getTime() - 1_000);
  await db.transaction((tx) =>
    commitHistory(tx, [account], () => [
      { now: new Date(now.getTime() - 5_000), command: grantOf(account, 5, { kind: "subscription", expiresAt: end }) },
      { now: new Date(now.getTime() - 4_000), command: grantOf(account, 5) },
      { now: new Date(end.getTime() + after), command: spendOf(account, 1) },
    ]),
  );
  const [line] = (await readHistory(db, account, {}, 1)).transactions;
  expect(line?.entries.map((entry) => entry.kind)).toEqual([kind]);
  expect(line?.at).toEqual(new Date(end.getTime() + after));
});

test("the database returns instants with milliseconds", async () => {
  const account = await openAccount(db);
  const now = await readClock(db);
  const ends = [1, 999, 500].map((ms) => new Date(Math.ceil(now.getTime() / 1_000) * 1_000 + 60_000 + ms));
  for (const expiresAt of ends) await commitOne(db, grantOf(account, 1, { kind: "activity", expiresAt }));
  const inOrder = ends.toSorted((a, b) => a.getTime() - b.getTime());
  const live = (at: Date) => readLiveBatchRows(db, account, at);
  expect((await live(now)).map((row) => row.expiresAt)).toEqual(inOrder);
  for (const end of inOrder) {
    const before = await live(new Date(end.getTime() - 1));
    const at = await live(end);
    expect(before.length - at.length).toBe(1);
  }
});

test("a balance excludes expired credits that are not booked yet, as decide does", async () => {
  const account = await openAccount(db);
  const now = await readClock(db);
  const ended = new Date(now.getTime() - 60_000);
  const soon = new Date(now.getTime() + 3_600_000);
  await db.transaction((tx) =>
    commitHistory(tx, [account], () =>
      [
        grantOf(account, 7, { kind: "subscription", expiresAt: ended }),
        grantOf(account, 11, { kind: "activity", expiresAt: ended }),
        grantOf(account, 13, { kind: "activity", expiresAt: soon }),
        grantOf(account, 17, { kind: "activity", expiresAt: soon }),
        grantOf(account, 19, { kind: "purchased", expiresAt: soon }),
        grantOf(account, 23),
      ].map((command) => ({ now: new Date(now.getTime() - 120_000), command })),
    ),
  );
  const balance = await readBalance(db, account);
  expect(balance).toMatchObject({
    version: 6,
    available: 72,
    byKind: { subscription: 0, activity: 30, purchased: 42 },
    nextExpiry: { at: soon.toISOString(), amount: 30, kind: "activity" },
  });
  const state = (await loadState(db, [account], [])).states.get(account) ?? newAccount(account);
  expect(booked(state)).toBe(90);
  expect(booked(bookDue(state, await readClock(db)).state)).toBe(balance?.available);
});

async function inMs(ms: number): Promise<Date> {
  return new Date((await readClock(db)).getTime() + ms);
}

async function until(instant: Date): Promise<void> {
  for (;;) {
    const [row] =
      await owner`select ${instant.toISOString()}::timestamptz - clock_timestamp() <= interval '0' as reached`;
    if (row?.reached === true) return;
    await sleep(5);
  }
}
