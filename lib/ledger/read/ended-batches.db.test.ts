import { afterAll, expect, test } from "vitest";
import { commit, commitOne } from "#lib/ledger/commit/commit.ts";
import { grantOf, openAccount, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { readEndedBatches, readLiveBatches } from "./batches.ts";

const { db, owner } = await testDatabase();

afterAll(async () => {
  await expectInvariants(db);
});

test("used-up and expired batches are found, newest first, and never among the active ones", async () => {
  const account = await openAccount(db);
  const later = new Date(Date.now() + 3_600_000);
  await commit(db, [grantOf(account, 5), grantOf(account, 7), grantOf(account, 9)]);
  await commitOne(db, spendOf(account, 14));
  await commitOne(db, grantOf(account, 3, { kind: "activity", expiresAt: later }));
  await commitOne(db, spendOf(account, 3));
  await commitOne(db, grantOf(account, 2, { kind: "activity", expiresAt: later }));
  // The hour passes: what was used up before its end counts as expired too.
  await owner`update credit_batches set expires_at = now() where account_id = ${account} and number > 3`;
  const numbers = (batches: readonly { number: number }[]) => batches.map(({ number }) => number);
  expect(numbers(await readEndedBatches(db, account, { state: "used-up", limit: 9 }))).toEqual([2, 1]);
  expect(numbers(await readEndedBatches(db, account, { state: "expired", limit: 9 }))).toEqual([5, 4]);
  expect(numbers(await readEndedBatches(db, account, { state: "used-up", limit: 1 }))).toEqual([2]);
  expect(numbers((await readLiveBatches(db, account)).batches)).toEqual([3]);
});
