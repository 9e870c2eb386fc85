import { randomUUID } from "node:crypto";
import { afterAll, expect, test } from "vitest";
import type { SpendCommand } from "#lib/credits/command.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { keyOf, openAccountWith, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants, withAndWithoutGroupCommit } from "#testing/ledger.ts";
import { makeOld } from "#testing/old-keys.ts";
import { commit, commitOne } from "./commit.ts";
import { findReplay } from "./find-replay.ts";

const { db, owner } = await testDatabase();

afterAll(async () => {
  await expectInvariants(db);
});

/** A spend of an app, identified by the key that it retries with. */
function appSpend(account: string, platform: "desktop" | "mobile", key: string, cost = 7): SpendCommand {
  return spendOf(account, cost, { platform, request: keyOf(platform, key, { cost }), actor: `device:${randomUUID()}` });
}

const reused = { status: "refused", refusal: { slug: "idempotency-key-reused" } };

withAndWithoutGroupCommit(() => {
  test("a request in an old device scope is a replay for its platform", async () => {
    const account = await openAccountWith(db, { purchased: 100 });
    const spend = appSpend(account, "mobile", "Q");
    await commitOne(db, spend);
    await makeOld(owner, account, "one");

    const kept = (await readHistory(db, account, {}, 1)).transactions[0];
    expect(kept?.request?.scope).toBe("device:one");
    const replay = { status: "done", transaction: kept, replayed: true };
    expect(await findReplay(db, account, spend.request)).toEqual(replay);
    expect(await commit(db, [spend, spendOf(account, 1), spend])).toMatchObject([replay, { replayed: false }, replay]);
    expect(await findReplay(db, account, keyOf("mobile", "Q", { cost: 8 }))).toEqual(reused);
    expect(await commitOne(db, appSpend(account, "mobile", "Q", 8))).toEqual(reused);
    expect((await readHistory(db, account, {}, 9)).transactions).toHaveLength(3);
  });

  test("an old line is found by its own platform and account, and by no other scope", async () => {
    const [account, other] = [
      await openAccountWith(db, { purchased: 100 }),
      await openAccountWith(db, { purchased: 100 }),
    ];
    await commitOne(db, appSpend(account, "mobile", "Q"));
    await makeOld(owner, account, "one");
    const others = [
      appSpend(account, "desktop", "Q"),
      spendOf(account, 7, { request: keyOf("web", "Q", { cost: 7 }) }),
      spendOf(account, 7, { request: keyOf("service:shop", "Q", { cost: 7 }) }),
      appSpend(other, "mobile", "Q"),
    ];
    for (const { account: asking, request } of others) expect(await findReplay(db, asking, request)).toBeNull();
    expect(await commit(db, others)).toMatchObject(others.map(() => ({ status: "done", replayed: false })));
  });

  test("two old devices that used one key each get their own outcome", async () => {
    const account = await openAccountWith(db, { purchased: 100 });
    const [one, two] = [appSpend(account, "mobile", "1", 3), appSpend(account, "mobile", "1", 4)];
    await commitOne(db, one);
    await makeOld(owner, account, "one");
    // The key is used already here, so the line is made in another account and moved.
    await commitOne(db, { ...two, request: { ...two.request, scope: "service:elsewhere" } });
    await makeOld(owner, account, "two");
    expect(await commit(db, [one, two])).toMatchObject([
      { replayed: true, transaction: { amount: -3 } },
      { replayed: true, transaction: { amount: -4 } },
    ]);
    expect(await commitOne(db, appSpend(account, "mobile", "1", 5))).toEqual(reused);
  });
});
