import { afterAll, expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import { readClock } from "#db/queries/clock.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readBatch } from "#lib/ledger/read/batches.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { grantOf, openAccount, openAccountWith, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants, withAndWithoutGroupCommit } from "#testing/ledger.ts";
import { captureOf, forgiveOf, holdOf, refundOf, releaseOf, revokeOf } from "#testing/use-commands.ts";
import { commit, commitOne } from "./commit.ts";
import { commitDue } from "./commit-due.ts";
import type { Outcome } from "./outcome.ts";

const { db, url } = await testDatabase();
// Stands for another process: its own pool, and therefore its own group commit.
const elsewhere = openDatabase(url, { max: 5 });
const many = Array.from({ length: 20 }, (_, index) => index);

afterAll(async () => {
  await elsewhere.$client.end({ timeout: 1 });
  await expectInvariants(db);
});

withAndWithoutGroupCommit(() => {
  test("a refund of the payment against spends: every credit is either used and owed, or taken", async () => {
    const account = await openAccountWith(db, { purchased: 100 });
    const spends = many.map((index) => commitOne(index % 2 ? db : elsewhere, spendOf(account, 7)));
    const revoked = commitOne(elsewhere, revokeOf(account, 1, 100));
    const used = 7 * (await Promise.all(spends)).filter(({ status }) => status === "done").length;
    expect((await revoked).status).toBe("done");
    expect(await readBalance(db, account)).toMatchObject({ available: 0, ...(used > 0 ? { debt: used } : {}) });
    expect(await partsOf(account)).toEqual({ target: 100, taken: 100 - used, owed: used });
  });

  test("a refund of the payment against captures and releases: what is captured is owed, what is released is taken", async () => {
    const account = await openAccountWith(db, { purchased: 100 });
    await commit(
      db,
      many.map(() => holdOf(account, 5)),
    );
    const ends = many.map((index) =>
      commitOne(
        index % 2 ? db : elsewhere,
        index % 4 < 2 ? captureOf(account, index + 1, { amount: 3 }) : releaseOf(account, index + 1),
      ),
    );
    await Promise.all([...ends, commitOne(elsewhere, revokeOf(account, 1, 100))]);
    expect(await partsOf(account)).toEqual({ target: 100, taken: 70, owed: 30 });
    expect(await readBalance(db, account)).toMatchObject({ available: 0, held: 0, debt: 30 });
  });

  test("a refund of the payment against the batch's end: what expired and what was taken make the target", async () => {
    const account = await openAccount(db);
    const expiresAt = new Date((await readClock(db)).getTime() + 150);
    await commitOne(db, grantOf(account, 100, { kind: "subscription", expiresAt }));
    const targets = many.map((index) => commitOne(index % 2 ? db : elsewhere, revokeOf(account, 1, 5 * (index + 1))));
    await Promise.all([...targets, untilOf(expiresAt).then(() => commitDue(elsewhere, [account]))]);
    await commitDue(db, [account], { wait: true });
    const { taken = 0, target = 0 } = (await readBatch(db, account, 1))?.revocation ?? {};
    // A lower target after the end gives back for some days what had been taken before it.
    const { forfeited = 0 } = (await readBatch(db, account, 1)) ?? {};
    expect(((await readBalance(db, account))?.available ?? 0) + forfeited).toBe(100 - taken);
    expect(taken).toBeLessThanOrEqual(target);
  });

  test("the same return delivered 20 times in two processes is booked once", async () => {
    const account = await openAccountWith(db, { purchased: 100 });
    await commitOne(db, spendOf(account, 40));
    const outcomes = await Promise.all(
      many.map((index) => commitOne(index % 2 ? db : elsewhere, revokeOf(account, 1, 100))),
    );
    expect(outcomes.filter(({ status }) => status === "done")).toHaveLength(1);
    expect(outcomes.filter((one) => one.status === "refused").map(slugOf)).toEqual(Array(19).fill("unchanged"));
    expect(await readBalance(db, account)).toMatchObject({ version: 3, available: 0, debt: 40 });
  });

  test("purchases that repay at once: a debt is repaid once", async () => {
    const account = await openAccountWith(db, { purchased: 100 });
    await commit(db, [spendOf(account, 100), revokeOf(account, 1, 100)]);
    await Promise.all(
      many.map((index) => commitOne(index % 2 ? db : elsewhere, grantOf(account, 12, { repays: true }))),
    );
    expect(await readBalance(db, account)).toMatchObject({ available: 140 });
    const { transactions } = await readHistory(db, account, { types: ["repayment"] }, 100);
    expect(transactions.reduce((sum, { amount }) => sum + amount, 0)).toBe(-100);
  });
});

test("a debt is repaid, forgiven and undone by what the tables say, however little of the account is read", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  const step = (...commands: Parameters<typeof commit>[1][number][]) => commit(db, commands, { batchLimit: 1 });
  await step(spendOf(account, 80));
  await step(revokeOf(account, 1, 100));
  await step(
    ...many.map((index) =>
      grantOf(account, 1, { kind: "activity", expiresAt: new Date(Date.UTC(2999, 0, index + 1)) }),
    ),
  );
  await step(grantOf(account, 50, { repays: true }));
  expect(await readBalance(db, account)).toMatchObject({ available: 20, debt: 30 });
  await step(forgiveOf(account, 1));
  // 30 were forgiven; the spend's refund first cancels the repayment.
  await step(refundOf(account, 2, { amount: 60 }));
  expect(await readBalance(db, account)).toMatchObject({ available: 70 });
  expect((await readBatch(db, account, 1))?.revocation).toMatchObject({ taken: 80, repaid: 0, forgiven: 20 });
  await step(revokeOf(account, 1, 0));
  expect(await readBalance(db, account)).toMatchObject({ available: 150 });
});

async function partsOf(account: string) {
  const { target, taken, owed } = (await readBatch(db, account, 1))?.revocation ?? {};
  return { target, taken, owed };
}

function slugOf(outcome: Outcome): string {
  return outcome.status === "refused" ? outcome.refusal.slug : outcome.status;
}

async function untilOf(instant: Date): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, instant.getTime() - Date.now())));
}
