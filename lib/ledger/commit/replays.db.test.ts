import { afterAll, expect, test } from "vitest";
import { readClock } from "#db/queries/clock.ts";
import { seedCatalogue } from "#db/seed-catalogue.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { spend } from "#lib/spending/spend.ts";
import { grantOf, keyOf, openAccount, openAccountWith, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { freezeOf, holdOf } from "#testing/use-commands.ts";
import { commit, commitOne } from "./commit.ts";
import { commitHistory } from "./commit-history.ts";

const { db, owner } = await testDatabase();

afterAll(async () => {
  await expectInvariants(db);
});

test("a replay is the same after the credits expired and the account changed", async () => {
  const { account, command, first } = await spentBeforeTheEnd();
  await commitOne(db, grantOf(account, 1));
  expect(first).toMatchObject({ version: 2, balanceBefore: 10, balanceAfter: 6 });
  expect(await commitOne(db, command)).toEqual({ status: "done", transaction: first, replayed: true });
});

test("a replayed grant is the same after its batch expired", async () => {
  const account = await openAccount(db);
  const now = await readClock(db);
  const command = grantOf(account, 10, { kind: "activity", expiresAt: new Date(now.getTime() - 1_000) });
  await db.transaction((tx) => commitHistory(tx, [account], () => [{ now: new Date(now.getTime() - 9_000), command }]));
  const [first] = (await readHistory(db, account, {}, 1)).transactions;
  expect(await commitOne(db, command)).toEqual({ status: "done", replayed: true, transaction: first });
});

test("a replayed spend is the same after the price changed and the feature left the catalogue", async () => {
  await seedCatalogue(db);
  const account = await openAccountWith(db, { purchased: 100 });
  const request = keyOf("web", "priced", {});
  const use = {
    account,
    feature: "ai-image",
    units: 3,
    quote: null,
    clientVersion: null,
    reference: null,
    platform: "web",
    actor: "web",
    request,
  };
  const first = await spend(db, use);
  expect(first).toMatchObject({ status: "done", transaction: { amount: -12 } });
  await owner`insert into feature_prices values ('ai-image', now() - interval '1 s', 9)`;
  expect(await spend(db, use)).toEqual({ ...first, replayed: true });
  await owner`delete from feature_prices where feature = 'ai-image'`;
  expect(await spend(db, use)).toEqual({ ...first, replayed: true });
  expect(await spend(db, { ...use, units: 4, request: keyOf("web", "priced", { units: 4 }) })).toMatchObject({
    refusal: { slug: "idempotency-key-reused" },
  });
});

test("a replay is the same after the account was frozen: keys are looked up before the policy", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  const commands = [spendOf(account, 7), holdOf(account, 5)];
  const first = await commit(db, commands);
  await commitOne(db, freezeOf(account));
  const refusal = { slug: "account-frozen" };
  expect(await commit(db, [spendOf(account, 7), holdOf(account, 5)])).toEqual([
    { status: "refused", refusal },
    { status: "refused", refusal },
  ]);
  expect(await commit(db, commands)).toEqual(first.map((outcome) => ({ ...outcome, replayed: true })));
});

test("a replay writes nothing and does not book due lines", async () => {
  const { account, command } = await spentBeforeTheEnd();
  await commit(db, [command, command, spendOf(account, 99)]);
  expect((await readHistory(db, account, {}, 10)).transactions).toHaveLength(2);
});

test.each([
  ["credit_transactions", "update credit_transactions set reason = 'rewritten'"],
  ["credit_transactions", "delete from credit_transactions"],
  ["credit_transactions", "truncate credit_transactions cascade"],
  ["credit_entries", "update credit_entries set amount = 1"],
  ["credit_entries", "delete from credit_entries"],
  ["credit_entries", "truncate credit_entries"],
])("even the owner role is refused: %s, %s", async (_table, statement) => {
  await expect(owner.unsafe(statement)).rejects.toThrow("only ever inserted");
});

test.each([
  ["update", "grant_sources"],
  ["delete", "grant_sources"],
  ["truncate", "grant_sources"],
  ["delete", "credit_accounts"],
  ["truncate", "credit_accounts"],
  ["delete", "credit_batches"],
  ["truncate", "credit_batches"],
])("the app's role cannot %s %s", async (right, table) => {
  const [row] = await owner`select has_table_privilege('purse_app', ${table}, ${right}) as may`;
  expect(row?.may).toBe(false);
});

/** An account that used 4 of 10 credits; they expired since, and the expiry is not booked. */
async function spentBeforeTheEnd() {
  const account = await openAccount(db);
  const command = spendOf(account, 4);
  await db.transaction((tx) =>
    commitHistory(tx, [account], (now) => {
      const ago = (ms: number) => new Date(now.getTime() - ms);
      const granted = grantOf(account, 10, { kind: "activity", expiresAt: ago(1) });
      return [
        { now: ago(9_000), command: granted },
        { now: ago(2), command },
      ];
    }),
  );
  const [first] = (await readHistory(db, account, {}, 1)).transactions;
  return { account, command, first };
}
