import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { commitOne } from "#lib/ledger/commit.ts";
import { readBalance } from "#lib/ledger/read-balance.ts";
import { requestKey } from "#lib/ledger/request-key.ts";
import { testDatabase } from "#testing/database.ts";
import { makeQuote } from "./quote.ts";
import { type Making, spendOnResult } from "./spend-on-result.ts";

const { db, owner } = await testDatabase();
const feature = "ai-portrait-animation";
await owner`insert into features (slug, name, description, unit, position) values (${feature}, 'A', 'B', 'clip', 1)
  on conflict do nothing`;
await owner`insert into feature_prices (feature, "from", cost_per_unit) values (${feature}, '2020-01-01', 25)
  on conflict do nothing`;

async function openAccount(amount: number) {
  const account = randomUUID();
  await owner`insert into credit_accounts (id) values (${account})`;
  if (amount > 0) await grant(account, "purchased", amount);
  return account;
}

async function grant(account: string, kind: "activity" | "purchased", amount: number) {
  const source = { source: "test", sourceId: randomUUID(), reason: "Test" };
  const expiresAt = kind === "activity" ? new Date(Date.now() + 86_400_000) : null;
  const request = requestKey("operator", randomUUID(), { method: "TEST", path: "/", body: null });
  const envelope = { account, request, actor: "test", platform: null };
  const outcome = await commitOne(db, { type: "grant", kind, amount, expiresAt, ...source, ...envelope });
  expect(outcome.status).toBe("done");
}

function wishOf(account: string, key: string, photo = "a photo's hash", quote: string | null = null) {
  const request = requestKey("web", key, { method: "POST", path: `/tools/${feature}/result`, body: { photo } });
  return { account, feature, units: 1, quote, reference: null, platform: "web", actor: "web", request };
}

/** Counts how often it was asked, so that a test sees whether work was done for nothing. */
function maker(answer: Making<string, string> = { status: "made", result: "a clip" }) {
  const make = async () => {
    make.times++;
    return answer;
  };
  make.times = 0;
  return make;
}

async function availableOf(account: string) {
  const balance = await readBalance(db, account);
  return { available: balance?.available, version: balance?.version };
}

test("a result is handed out with the spend that paid for it", async () => {
  const account = await openAccount(100);
  const run = await spendOnResult(db, wishOf(account, "k"), maker());
  expect(run).toMatchObject({ status: "paid", result: "a clip", replayed: false, transaction: { amount: -25 } });
  expect(await availableOf(account)).toEqual({ available: 75, version: 2 });
});

test("no result, no spend: a maker that gives none leaves the balance and its version alone, and the key free", async () => {
  const account = await openAccount(100);
  const none = await spendOnResult(db, wishOf(account, "k"), maker({ status: "not-made", reason: "no-subject" }));
  expect(none).toEqual({ status: "not-made", reason: "no-subject" });
  const broken = spendOnResult(db, wishOf(account, "k"), () => Promise.reject(new Error("out of memory")));
  await expect(broken).rejects.toThrow("out of memory");
  expect(await availableOf(account)).toEqual({ available: 100, version: 1 });
  expect(await spendOnResult(db, wishOf(account, "k"), maker())).toMatchObject({ status: "paid", replayed: false });
});

test("no credits, no result, and no work for it either", async () => {
  const account = await openAccount(24);
  const make = maker();
  expect(await spendOnResult(db, wishOf(account, "k"), make)).toEqual({
    status: "refused",
    refusal: { slug: "insufficient-credits", cost: 25, available: 24, shortfall: 1 },
  });
  expect(make.times).toBe(0);
});

test("credits that go while the result is made refuse it", async () => {
  const account = await openAccount(30);
  const run = await spendOnResult(db, wishOf(account, "first"), async () => {
    await spendOnResult(db, wishOf(account, "meanwhile"), maker());
    return { status: "made", result: "too late" };
  });
  expect(run).toMatchObject({ status: "refused", refusal: { slug: "insufficient-credits", available: 5 } });
  expect(await availableOf(account)).toEqual({ available: 5, version: 2 });
});

test("one key, eight times at once: one spend, and each has the result", async () => {
  const account = await openAccount(100);
  const runs = await Promise.all(Array.from({ length: 8 }, () => spendOnResult(db, wishOf(account, "k"), maker())));
  for (const run of runs) expect(run).toMatchObject({ status: "paid", result: "a clip", transaction: { version: 2 } });
  expect(runs.filter((run) => run.status === "paid" && !run.replayed)).toHaveLength(1);
  expect(await availableOf(account)).toEqual({ available: 75, version: 2 });
});

test("a retry is answered again even when no credits are left", async () => {
  const account = await openAccount(25);
  await spendOnResult(db, wishOf(account, "k"), maker());
  const again = await spendOnResult(db, wishOf(account, "k"), maker());
  expect(again).toMatchObject({ status: "paid", result: "a clip", replayed: true, transaction: { version: 2 } });
});

test("one spend buys one result: the key with another photo is refused before anything is made", async () => {
  const account = await openAccount(100);
  await spendOnResult(db, wishOf(account, "k", "one photo"), maker());
  const make = maker();
  const other = await spendOnResult(db, wishOf(account, "k", "another photo"), make);
  expect(other).toEqual({ status: "refused", refusal: { slug: "idempotency-key-reused" } });
  expect(make.times).toBe(0);
});

test("purchased credits are not touched when the quote showed others", async () => {
  const account = await openAccount(100);
  await grant(account, "activity", 30);
  const quoted = await makeQuote(db, { account, feature, units: 1 });
  if (quoted.status !== "quoted") throw new Error(quoted.status);
  expect(quoted.quote.uses).toEqual([{ kind: "activity", amount: 25 }]);
  await spendOnResult(db, wishOf(account, "elsewhere"), maker());
  const run = await spendOnResult(db, wishOf(account, "k", "a photo's hash", quoted.quote.id), maker());
  expect(run).toEqual({ status: "refused", refusal: { slug: "quote-changed" } });
  expect(await availableOf(account)).toEqual({ available: 105, version: 3 });
});
