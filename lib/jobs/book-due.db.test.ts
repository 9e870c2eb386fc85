import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import { lockAccounts } from "#db/queries/credits/accounts.ts";
import type { Command } from "#lib/credits/command.ts";
import { commitHistory } from "#lib/ledger/commit/commit-history.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { grantOf, keyOf, openAccount } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { bookAllDue } from "./book-due.ts";

const { db, url } = await testDatabase();

test("expiries and lapses are booked automatically, and the next check is at the next one", async () => {
  const account = await openAccount(db);
  await commitAMinuteAgo([account], (now) => [
    grantOf(account, 5, { kind: "activity", expiresAt: new Date(now.getTime() - 1) }),
    grantOf(account, 7, { kind: "activity", expiresAt: new Date(now.getTime() + 600_000) }),
  ]);
  const pause = await bookAllDue(db);
  expect(pause).toBeGreaterThan(300_000);
  expect(pause).toBeLessThanOrEqual(600_000);
  expect(await lines(account)).toEqual([
    ["expiry", -5],
    ["grant", 7],
    ["grant", 5],
  ]);
});

test("a hold lapses automatically, and its credits are returned", async () => {
  const account = await openAccount(db);
  await commitAMinuteAgo([account], () => [grantOf(account, 40), holdOf(account, 25, 30)]);
  await bookAllDue(db);
  expect((await readBalance(db, account))?.available).toBe(40);
  expect(await lines(account)).toEqual([
    ["release", 25],
    ["hold", -25],
    ["grant", 40],
  ]);
});

test("six hundred accounts due at one instant are booked once, by two processes at a time", async () => {
  const ids = Array.from({ length: 600 }, () => randomUUID());
  await db.execute(
    sql`insert into credit_accounts (id) select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)`,
  );
  await commitAMinuteAgo(ids, (now) => {
    const expiresAt = new Date(now.getTime() - 1);
    return ids.map((id) => grantOf(id, 3, { kind: "activity", expiresAt }));
  });
  const other = openDatabase(url);
  await Promise.all([bookAllDue(db), bookAllDue(other)]);
  await bookAllDue(db);
  await other.$client.end();
  const [row] = await db.execute(
    sql`select count(*)::int as lines, count(distinct account_id)::int as accounts from credit_transactions
      where type = 'expiry' and account_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`,
  );
  expect(row).toEqual({ lines: 600, accounts: 600 });
  await expectInvariants(db);
});

test("an account that stays locked does not delay others, and is retried", async () => {
  const [locked, free] = [await openAccount(db), await openAccount(db)];
  await commitAMinuteAgo([locked, free], (now) => {
    const expiresAt = new Date(now.getTime() - 1);
    return [locked, free].map((id) => grantOf(id, 3, { kind: "activity", expiresAt }));
  });
  await db.transaction(async (tx) => {
    await lockAccounts(tx, [locked]);
    expect(await bookAllDue(db)).toBe(250);
    expect((await lines(free))[0]).toEqual(["expiry", -3]);
    expect((await lines(locked))[0]).toEqual(["grant", 3]);
  });
  await bookAllDue(db);
  expect((await lines(locked))[0]).toEqual(["expiry", -3]);
});

/** Commands from a minute ago: what has expired since is due, so the test need not wait for it. */
async function commitAMinuteAgo(accounts: readonly string[], tell: (now: Date) => Command[]): Promise<void> {
  await db.transaction((tx) =>
    commitHistory(tx, accounts, (now) =>
      tell(now).map((command) => ({ command, now: new Date(now.getTime() - 60_000) })),
    ),
  );
}

async function lines(account: string): Promise<[string, number][]> {
  const { transactions } = await readHistory(db, account, {}, 100);
  return transactions.map(({ type, amount }) => [type, amount]);
}

function holdOf(account: string, cost: number, expiresInSeconds: number) {
  const said = {
    feature: "ai-image",
    units: 1,
    reference: null,
    quote: null,
    clientVersion: null,
    platform: null,
    actor: "test",
  };
  return { type: "hold" as const, account, cost, expiresInSeconds, request: keyOf("web", randomUUID(), {}), ...said };
}
