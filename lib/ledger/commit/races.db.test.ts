import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import type { Command } from "#lib/credits/command.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { grantOf, keyOf, openAccount, openAccountWith, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants, withAndWithoutGroupCommit } from "#testing/ledger.ts";
import { whileLocked } from "#testing/while-locked.ts";
import { commit, commitOne } from "./commit.ts";
import type { Outcome } from "./outcome.ts";

const { db, owner, url } = await testDatabase();

afterAll(async () => {
  await expectInvariants(db);
});

withAndWithoutGroupCommit((groupCommit) => {
  test("200 parallel spends of 1 on 100 credits: exactly 100 succeed and 100 are refused", async () => {
    const account = await openAccountWith(db, { subscription: 20, activity: 15, purchased: 65 });
    const outcomes = await parallel(Array.from({ length: 200 }, () => spendOf(account, 1)));
    expect(count(outcomes)).toEqual({ done: 100, "insufficient-credits": 100 });
    expect(await readBalance(db, account)).toMatchObject({ version: 103, available: 0 });
  });

  test("parallel spends of 3 on 100 credits leave 1, which is too little for another", async () => {
    const account = await openAccountWith(db, { activity: 50, purchased: 50 });
    const outcomes = await parallel(Array.from({ length: 40 }, () => spendOf(account, 3)));
    expect(count(outcomes)).toEqual({ done: 33, "insufficient-credits": 7 });
    expect(await readBalance(db, account)).toMatchObject({ available: 1 });
  });

  test("one key fifty times in parallel: one transaction and fifty equal outcomes", async () => {
    const account = await openAccountWith(db, { purchased: 100 });
    const outcomes = await parallel(Array.from({ length: 50 }, () => spendOf(account, 7, { key: "once" })));
    const [first] = outcomes;
    if (first?.status !== "done") throw new Error("the first of fifty is refused");
    for (const outcome of outcomes) expect(outcome).toEqual({ ...first, replayed: expect.any(Boolean) });
    expect(outcomes.filter((outcome) => outcome.status === "done" && !outcome.replayed)).toHaveLength(1);
    expect(await readBalance(db, account)).toMatchObject({ version: 2, available: 93 });
  });

  test("one key for two requests: the second is refused, in sequence and in parallel", async () => {
    const account = await openAccountWith(db, { purchased: 100 });
    expect((await commitOne(db, spendOf(account, 7, { key: "twice" }))).status).toBe("done");
    expect(await commitOne(db, spendOf(account, 8, { key: "twice" }))).toEqual({
      status: "refused",
      refusal: { slug: "idempotency-key-reused" },
    });
    const outcomes = await parallel([1, 2, 3, 4].map((cost) => spendOf(account, cost, { key: "many" })));
    expect(count(outcomes)).toEqual({ done: 1, "idempotency-key-reused": 3 });
  });

  test("a key counts within its scope and its account", async () => {
    const [one, other] = [await openAccountWith(db, { purchased: 10 }), await openAccountWith(db, { purchased: 10 })];
    const outcomes = await parallel([
      spendOf(one, 1, { key: "shared" }),
      spendOf(one, 2, { request: keyOf("operator", "shared", { cost: 2 }) }),
      spendOf(other, 3, { key: "shared" }),
    ]);
    expect(outcomes.map((outcome) => outcome.status === "done" && !outcome.replayed)).toEqual([true, true, true]);
  });

  test("a refused request can be retried with its key", async () => {
    const account = await openAccountWith(db, { purchased: 5 });
    expect((await commitOne(db, spendOf(account, 9, { key: "again" }))).status).toBe("refused");
    await commitOne(db, grantOf(account, 5));
    expect(await commitOne(db, spendOf(account, 9, { key: "again" }))).toMatchObject({
      status: "done",
      replayed: false,
    });
  });

  test("an external source is granted once: again it is a replay, for another account or amount it is refused", async () => {
    const [one, other] = [await openAccount(db), await openAccount(db)];
    const first = await commitOne(db, grantOf(one, 50, { sourceId: `in-turn-${groupCommit}` }));
    expect(await commitOne(db, grantOf(one, 50, { sourceId: `in-turn-${groupCommit}` }))).toEqual({
      ...first,
      replayed: true,
    });
    for (const another of [
      grantOf(one, 51, { sourceId: `in-turn-${groupCommit}` }),
      grantOf(other, 50, { sourceId: `in-turn-${groupCommit}` }),
    ]) {
      expect(await commitOne(db, another)).toEqual({ status: "refused", refusal: { slug: "source-used" } });
    }
    expect(await readBalance(db, other)).toMatchObject({ version: 0, available: 0 });
  });

  test("twenty accounts race for three external sources: each source is granted once", async () => {
    const accounts = await Promise.all(Array.from({ length: 20 }, () => openAccount(db)));
    const facts = ["a", "b", "c"].map((fact) => `${fact}-${groupCommit}`);
    const outcomes = await Promise.all(
      accounts.map((account, index) => {
        const wanted = index % 2 === 0 ? facts : facts.toReversed();
        return commit(
          db,
          wanted.map((sourceId) => grantOf(account, 10, { sourceId })),
        );
      }),
    );
    expect(count(outcomes.flat())).toEqual({ done: 3, "source-used": 57 });
  });

  test("one source for one account thirty times in parallel: one grant, the others are replays", async () => {
    const account = await openAccount(db);
    const outcomes = await parallel(
      Array.from({ length: 30 }, () => grantOf(account, 10, { sourceId: `webhook-${groupCommit}` })),
    );
    expect(outcomes.filter((outcome) => outcome.status === "done" && outcome.replayed)).toHaveLength(29);
    expect(await readBalance(db, account)).toMatchObject({ version: 1, available: 10 });
  });

  test("lists over the same accounts in opposite orders never deadlock", async () => {
    const accounts = await Promise.all(Array.from({ length: 4 }, () => openAccountWith(db, { purchased: 50 })));
    const lists = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? accounts : accounts.toReversed()));
    const outcomes = await Promise.all(
      lists.map((list) =>
        commit(
          db,
          list.map((account) => spendOf(account, 1)),
        ),
      ),
    );
    expect(count(outcomes.flat())).toEqual({ done: 160 });
  });

  test("a list is decided in order, and a refused command does not fail the others", async () => {
    const account = await openAccountWith(db, { purchased: 10 });
    const nobody = randomUUID();
    const outcomes = await commit(db, [
      spendOf(account, 8, { key: "first" }),
      spendOf(account, 8),
      spendOf(nobody, 1),
      grantOf(account, 10),
      spendOf(account, 8, { key: "first" }),
      spendOf(account, 9, { key: "first" }),
      spendOf(account, 12),
    ]);
    expect(
      outcomes.map((outcome) => (outcome.status === "done" ? outcome.transaction.version : outcome.refusal.slug)),
    ).toEqual([2, "insufficient-credits", "not-found", 3, 2, "idempotency-key-reused", 4]);
    expect(await readBalance(db, account)).toMatchObject({ version: 4, available: 0 });
  });

  test("a batch added and used up in one list is stored as used up", async () => {
    const account = await openAccount(db);
    await commit(db, [grantOf(account, 5), spendOf(account, 5), grantOf(account, 3)]);
    expect(await readBalance(db, account)).toMatchObject({ version: 3, available: 3 });
  });

  test("a spend that waited across a monthly renewal uses the new month's credits", async () => {
    const account = await openAccountWith(db, { subscription: 5 });
    const { waited } = await whileLocked(owner, account, {
      start: () => commitOne(db, spendOf(account, 8)),
      meanwhile: async (tx) => {
        // A renewal: the old batch is gone, and a new one exists that the waiting statement could not see.
        await tx`insert into credit_batches values (${account}, 2, 'subscription', 10, 10, true, now(), null, 'plan', null, 'a month')`;
        await tx`insert into credit_transactions (account_id, version, type, amount, balance_before, balance_after, at,
            key_scope, idempotency_key, fingerprint, reason, actor)
          select ${account}, 2, 'grant', 10, 5, 15, date_trunc('milliseconds', clock_timestamp()),
            'jobs', decode(md5('the new month'), 'hex'), decode(md5('10'), 'hex'), 'a month', 'jobs'`;
        await tx`insert into credit_entries values (${account}, 2, 2, 10)`;
        await tx`update credit_batches set granted_at = t.at from credit_transactions t
          where t.account_id = ${account} and t.version = 2 and credit_batches.account_id = ${account} and number = 2`;
        await tx`update credit_accounts a set version = 2, batches = 2, available_subscription = 15, at = t.at
          from credit_transactions t where a.id = ${account} and t.account_id = a.id and t.version = 2`;
      },
    });
    expect(waited).toMatchObject({ status: "done", transaction: { version: 3, balanceBefore: 15, balanceAfter: 7 } });
  });

  test("a list's lines are in the history, newest first, with their entries", async () => {
    const account = await openAccountWith(db, { subscription: 20, activity: 15, purchased: 100 });
    const spent = await commitOne(db, spendOf(account, 25));
    const { transactions } = await readHistory(db, account, {}, 10);
    expect(transactions.map((line) => line.version)).toEqual([4, 3, 2, 1]);
    expect(spent.status === "done" && spent.transaction).toEqual(transactions[0]);
  });

  test("two processes, 200 spends of 1 on 100 credits: exactly 100 succeed and 100 are refused", async () => {
    const other = openDatabase(url);
    const account = await openAccountWith(db, { subscription: 20, activity: 15, purchased: 65 });
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, index) => commitOne(index % 2 === 0 ? db : other, spendOf(account, 1))),
    );
    await other.$client.end();
    expect(count(outcomes)).toEqual({ done: 100, "insufficient-credits": 100 });
    expect(await readBalance(db, account)).toMatchObject({ version: 103, available: 0 });
  });

  test("two processes, one key fifty times: one transaction and fifty equal outcomes", async () => {
    const other = openDatabase(url);
    const account = await openAccountWith(db, { purchased: 100 });
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        commitOne(index % 2 === 0 ? db : other, spendOf(account, 7, { key: "once" })),
      ),
    );
    await other.$client.end();
    const [first] = outcomes;
    for (const outcome of outcomes) expect(outcome).toEqual({ ...first, replayed: expect.any(Boolean) });
    expect(outcomes.filter((outcome) => outcome.status === "done" && !outcome.replayed)).toHaveLength(1);
    expect(await readBalance(db, account)).toMatchObject({ version: 2, available: 93 });
  });
});

async function parallel(commands: Command[]): Promise<Outcome[]> {
  return await Promise.all(commands.map((command) => commitOne(db, command)));
}

function count(outcomes: Outcome[]): Record<string, number> {
  const names = outcomes.map((outcome) => (outcome.status === "done" ? "done" : outcome.refusal.slug));
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));
}
