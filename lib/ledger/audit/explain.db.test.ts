import { afterAll, expect, test } from "vitest";
import { readClock } from "#db/queries/clock.ts";
import { booked, heldIn } from "#lib/credits/account-state.ts";
import { bookDue } from "#lib/credits/book-due.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { commitHistory } from "#lib/ledger/commit/commit-history.ts";
import { loadState } from "#lib/ledger/commit/load-state.ts";
import { grantOf, openAccount, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { captureOf, extendOf, freezeOf, holdOf, refundOf } from "#testing/use-commands.ts";
import { explain } from "./explain.ts";

const { db } = await testDatabase();
const minute = 60_000;

afterAll(async () => {
  await expectInvariants(db);
});

/** 10 subscription credits that ended an hour ago, 30 bought; a hold that lapsed half an hour ago; nothing booked since. */
async function withUnbookedEnds() {
  const account = await openAccount(db);
  const now = await readClock(db);
  const ago = (minutes: number) => new Date(now.getTime() - minutes * minute);
  await db.transaction((tx) =>
    commitHistory(tx, [account], () => [
      { now: ago(120), command: grantOf(account, 10, { kind: "subscription", expiresAt: ago(60) }) },
      { now: ago(110), command: grantOf(account, 30) },
      { now: ago(100), command: spendOf(account, 4) },
      { now: ago(90), command: holdOf(account, 12, { expiresInSeconds: 10 * 60 }) },
      { now: ago(85), command: extendOf(account, 1, { expiresInSeconds: 55 * 60 }) },
      { now: ago(80), command: holdOf(account, 6) },
      { now: ago(75), command: captureOf(account, 2, { amount: 5 }) },
      { now: ago(70), command: freezeOf(account) },
      { now: ago(65), command: refundOf(account, 3, { amount: 1 }) },
    ]),
  );
  return { account, ago };
}

async function explained(account: string, at: Date | null) {
  const lines: Transaction[] = [];
  const told = await explain(db, { account, at }, (line) => lines.push(line));
  if (told.status === "not-yet") throw new Error("not yet");
  return { ...told, lines };
}

test("at the instant of each line the balance is the one after that line", async () => {
  const { account } = await withUnbookedEnds();
  const { lines } = await explained(account, null);
  expect(lines.map((line) => line.version)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const open = [0, 0, 0, 12, 12, 18, 12, 12, 12];
  for (const [index, line] of lines.entries()) {
    const { state, due, lines: told } = await explained(account, line.at);
    expect([told.length, due.length, booked(state)]).toEqual([line.version, 0, line.balanceAfter]);
    expect([heldIn(state), state.frozenAt]).toEqual([open[index], line.version >= 8 ? lines[7]?.at : null]);
  }
});

test("lines that were due but not booked are deducted, from the instant of their end", async () => {
  const { account, ago } = await withUnbookedEnds();
  const available = async (at: Date) => booked((await explained(account, at)).state);
  // 10 + 30 − 4 − 12 − 5 + 1 were booked; one of these is left of the expired batch, and six of it are held.
  expect(await available(new Date(ago(60).getTime() - 1))).toBe(20);
  expect(await available(ago(60))).toBe(19);
  const lapsing = await explained(account, ago(30));
  expect(lapsing.due.map(({ type, amount, reason }) => [type, amount, reason])).toEqual([
    ["expiry", -1, null],
    ["release", 12, "lapsed"],
  ]);
  // The six held credits of the expired batch return with a new validity.
  expect([booked(lapsing.state), heldIn(lapsing.state)]).toEqual([31, 0]);
  expect(booked((await explained(account, new Date(ago(30).getTime() - 1))).state)).toBe(19);
});

test("the current state is the one that a decision would start with", async () => {
  const { account } = await withUnbookedEnds();
  const { state, at } = await explained(account, null);
  const read = (await loadState(db, [account], [])).states.get(account);
  if (read === undefined) throw new Error("no such account");
  const byNumber = (batches: typeof state.batches) =>
    batches.filter((b) => b.remaining > 0).toSorted((a, b) => a.number - b.number);
  const expected = bookDue(read, at).state;
  expect(byNumber(state.batches)).toEqual(byNumber(expected.batches));
  expect({ ...state, batches: [], holds: [], refundable: [] }).toEqual({
    ...expected,
    batches: [],
    holds: [],
    refundable: [],
  });
});

test("a future instant is refused, and before the first line the account is empty", async () => {
  const { account, ago } = await withUnbookedEnds();
  const later = await explain(db, { account, at: new Date(Date.now() + 60 * minute) }, () => undefined);
  expect(later.status).toBe("not-yet");
  const before = await explained(account, ago(121));
  expect([before.lines, before.state.version, booked(before.state)]).toEqual([[], 0, 0]);
});
