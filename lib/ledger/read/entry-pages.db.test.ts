import { afterAll, expect, test } from "vitest";
import { commit, commitOne } from "#lib/ledger/commit/commit.ts";
import { grantOf, openAccount, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { readEntryPage, readHistoryInShort, readTransaction, readTransactionInShort } from "./history.ts";

const { db } = await testDatabase();

afterAll(async () => {
  await expectInvariants(db);
});

test("a spend over many batches reads as many entries as are shown, and the others page by page", async () => {
  const account = await openAccount(db);
  const grants = Array.from({ length: 150 }, (_, nth) =>
    grantOf(account, 1, {
      kind: nth % 2 === 0 ? "purchased" : "activity",
      expiresAt: new Date(Date.UTC(2999, 0, 1 + ((nth * 7) % 150))),
    }),
  );
  await commit(db, grants);
  await commitOne(db, spendOf(account, 140));
  const whole = (await readTransaction(db, account, 151))?.entries ?? [];
  expect(whole).toHaveLength(140);
  const short = await readTransactionInShort(db, account, 151, 100);
  expect(short).toMatchObject({ amount: -140, entryCount: 140, entries: whole.slice(0, 100) });
  expect(short?.entries).toHaveLength(100);

  const { transactions } = await readHistoryInShort(db, account, {}, { limit: 2, entries: 3 });
  expect(transactions.map(({ version, entryCount }) => [version, entryCount])).toEqual([
    [151, 140],
    [150, 1],
  ]);
  expect(transactions[0]?.entries).toEqual(whole.slice(0, 3));

  const paged = [];
  for (let after: number | null = null; ; ) {
    const page = await readEntryPage(db, account, { version: 151, after, limit: 60 });
    paged.push(...(page?.entries ?? []).map(({ batch, amount }) => ({ batch, amount })));
    after = page?.nextAfter ?? null;
    if (after === null) break;
  }
  expect(paged).toEqual(whole.map(({ batch, amount }) => ({ batch, amount })));
  expect(await readEntryPage(db, account, { version: 152, after: null, limit: 60 })).toBeNull();
  expect(await readEntryPage(db, account, { version: 150, after: 1, limit: 60 })).toBeNull();
});
