import { afterAll, expect, test } from "vitest";
import { grantOf, openAccount, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { adjustOf, holdOf } from "#testing/use-commands.ts";
import { commit, commitOne } from "./commit.ts";

const { db } = await testDatabase();

afterAll(async () => {
  await expectInvariants(db);
});

/** Three batches: 1 is used up, 2 has all of its 10 left, 3 has 5 left and none held. */
async function openCorrected(): Promise<string> {
  const account = await openAccount(db);
  await commit(db, [
    grantOf(account, 10, { kind: "subscription" }),
    grantOf(account, 10, { kind: "activity" }),
    grantOf(account, 5),
    spendOf(account, 7),
    holdOf(account, 3),
  ]);
  return account;
}

test("a downward adjustment takes from the named batch and skips those earlier in the order", async () => {
  const account = await openCorrected();
  const outcome = await commitOne(db, { ...adjustOf(account, -4), batch: 3 });
  expect(outcome).toMatchObject({
    status: "done",
    transaction: { type: "adjustment", amount: -4, reference: "batch-3", entries: [{ batch: 3, amount: -4 }] },
  });
});

test("the rest of a batch is measured after the lock, and held credits stay held", async () => {
  const account = await openCorrected();
  await commitOne(db, spendOf(account, 2));
  const all = { ...adjustOf(account, -1), amount: "all" as const };
  const [spent, first, second] = await commit(db, [
    spendOf(account, 4),
    { ...all, batch: 2 },
    { ...adjustOf(account, -1, { key: "another" }), amount: "all", batch: 2 },
  ]);
  expect(spent).toMatchObject({ status: "done" });
  expect(first).toMatchObject({
    transaction: { amount: -4, reference: "batch-2", entries: [{ batch: 2, amount: -4 }] },
  });
  expect(second).toEqual({ status: "refused", refusal: { slug: "nothing-left", held: 0 } });
  const held = await commitOne(db, { ...adjustOf(account, -1), amount: "all", batch: 1 });
  expect(held).toEqual({ status: "refused", refusal: { slug: "nothing-left", held: 3 } });
});

test("a named batch that is used up or held is short, an unknown one is not found", async () => {
  const account = await openCorrected();
  const short = { slug: "insufficient-credits", cost: 2, available: 0, shortfall: 2 };
  expect(await commitOne(db, { ...adjustOf(account, -2), batch: 1 })).toEqual({ status: "refused", refusal: short });
  expect(await commitOne(db, { ...adjustOf(account, -2), batch: 4 })).toEqual({
    status: "refused",
    refusal: { slug: "not-found" },
  });
});
