import { createTranslator } from "next-intl";
import { afterAll, expect, test } from "vitest";
import { sayReturned, sayTaken } from "#lib/format/returned-credits.ts";
import { messages } from "#lib/i18n/messages.ts";
import { commit, commitOne } from "#lib/ledger/commit/commit.ts";
import { grantOf, openAccount, openAccountWith, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { captureOf, holdOf, refundOf, releaseOf, revokeOf } from "#testing/use-commands.ts";
import { readBatchHistory } from "./batch-history.ts";
import { readBatch } from "./batches.ts";
import { readDebts } from "./debts.ts";
import { readReturnedBatches } from "./returned-batches.ts";
import { readTakings } from "./takings.ts";

const { db } = await testDatabase();
const word = createTranslator({ locale: "en", messages, namespace: "returned" });

afterAll(async () => {
  await expectInvariants(db);
});

test("of a refund of 60 % after 40 were used, both are said, and what is used later does not change a line", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  await commit(db, [spendOf(account, 40), revokeOf(account, 1, 60)]);
  expect(await saidOf(account)).toBe("60 of 100 credits taken back, 40 were already used");
  expect(await linesOf(account)).toEqual([["revoke", "60 of 100 credits taken back, 40 were already used"]]);

  const other = await openAccountWith(db, { purchased: 100 });
  await commit(db, [spendOf(other, 1), revokeOf(other, 1, 30), spendOf(other, 69)]);
  expect(await linesOf(other)).toEqual([["revoke", "30 of 100 credits taken back, 1 was already used"]]);
  expect(await saidOf(other)).toBe("30 of 100 credits taken back, 70 were already used");
});

test("debt is said with its payment, oldest first, and again once it is repaid or given back", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  await commitOne(db, spendOf(account, 40));
  await commitOne(db, grantOf(account, 50, { reason: "50-credit pack" }));
  await commit(db, [spendOf(account, 110), revokeOf(account, 2, 50), revokeOf(account, 1, 100)]);
  expect(await readDebts(db, account)).toMatchObject([
    { batch: 2, label: "50-credit pack", owed: 50, line: 5, at: expect.any(Date) },
    { batch: 1, owed: 100, line: 6 },
  ]);
  expect(await saidOf(account)).toBe("100 of 100 credits were already used · 100 to repay");

  await commitOne(db, grantOf(account, 80, { repays: true }));
  expect(await readDebts(db, account)).toMatchObject([{ batch: 1, owed: 70 }]);
  expect(await saidOf(account)).toBe("100 of 100 credits were already used · 70 to repay · 30 repaid");
  await commitOne(db, revokeOf(account, 1, 0));
  expect(await readDebts(db, account)).toEqual([]);
  expect(await saidOf(account)).toBe("All credits that were taken back are yours again");
});

test("what is on hold is said to wait, and is used or taken when its job ends", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  await commit(db, [holdOf(account, 30), holdOf(account, 25), spendOf(account, 5), revokeOf(account, 1, 100)]);
  expect(await saidOf(account)).toBe(
    "40 of 100 credits taken back, 5 were already used · 55 on hold, taken when their jobs end · 5 to repay",
  );
  await commitOne(db, captureOf(account, 1, { amount: 20 }));
  await commitOne(db, releaseOf(account, 2));
  expect(await linesOf(account)).toEqual([
    ["revoke", "25 of 100 credits taken back, 25 were already used"],
    ["revoke", "10 of 100 credits taken back, 25 were already used"],
    ["revoke", "40 of 100 credits taken back, 5 were already used"],
  ]);
  expect(await saidOf(account)).toBe("75 of 100 credits taken back, 25 were already used · 25 to repay");
});

test("credits that came back from an expired batch belong to it", async () => {
  const account = await openAccount(db);
  const expiresAt = new Date(Date.now() + 2_000);
  await commitOne(db, grantOf(account, 100, { kind: "subscription", expiresAt }));
  await commitOne(db, spendOf(account, 40));
  await expect.poll(async () => (await readBatch(db, account, 1))?.state, { timeout: 60_000 }).toBe("expired");
  await commitOne(db, refundOf(account, 2, { amount: 10 }));
  await commitOne(db, revokeOf(account, 1, 100));
  expect(await saidOf(account)).toBe("10 of 100 credits taken back, 30 were already used · 30 to repay");
  expect(await linesOf(account)).toEqual([["revoke", "10 of 100 credits taken back, 30 were already used"]]);
});

test("the lines of a batch include what only changed its debt, and a batch that was never returned is not said", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  await commit(db, [spendOf(account, 100), revokeOf(account, 1, 40), grantOf(account, 60, { repays: true })]);
  const lines = await readBatchHistory(db, account, 1, 10);
  expect(lines.map(({ type, amount, debtChange }) => [type, amount, debtChange])).toEqual([
    ["repayment", -40, -40],
    ["revoke", 0, 40],
    ["spend", -100, 0],
    ["grant", 100, 0],
  ]);
  expect(await readBatchHistory(db, account, 1, 2)).toHaveLength(2);
  expect(await readReturnedBatches(db, account, [2])).toEqual([]);
});

/** What is said of batch 1 now. */
async function saidOf(account: string): Promise<string> {
  const [batch] = await readReturnedBatches(db, account, [1]);
  return batch === undefined ? "nothing" : sayReturned(batch.credits, word, "en");
}

/** The lines that took of batch 1, newest first, and what each says. */
async function linesOf(account: string): Promise<[string, string][]> {
  const lines = await readBatchHistory(db, account, 1, 20);
  const takings = await readTakings(db, account, lines);
  return lines.flatMap(({ version, type, amount }) => {
    const taking = takings.get(version);
    return taking === undefined ? [] : [[type, sayTaken({ ...taking, taken: -amount }, word, "en")]];
  });
}
