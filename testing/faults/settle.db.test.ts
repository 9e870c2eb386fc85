import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { grantOf, keyOf, openAccount, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import type { Log, Sent } from "./load.ts";
import { compare } from "./settle.ts";

const { db, url, owner } = await testDatabase();

test("a history that matches the responses is accepted", async () => {
  const { log } = await someSpends();
  await compare(log, owner, url);
});

test("an acknowledged command that is missing in the ledger is found", async () => {
  const { log, account } = await someSpends();
  log.sent.push(sentTo(account, randomUUID(), { version: 9, amount: -1 }));
  await expect(compare(log, owner, url)).rejects.toThrow("was acknowledged as line 9 and is not there");
});

test("a line that differs from what was acknowledged is found", async () => {
  for (const differs of [{ version: 99 }, { amount: -99 }]) {
    const { log } = await someSpends();
    const [first] = log.sent;
    if (first?.line) first.line = { ...first.line, ...differs };
    await expect(compare(log, owner, url)).rejects.toThrow("is not the line that was acknowledged");
  }
});

test("a line without a request, or without a response to its caller, is found", async () => {
  const { log, account } = await someSpends();
  await commitOne(db, spendOf(account, 1));
  await expect(compare(log, owner, url)).rejects.toThrow("has no request");
  const other = await someSpends();
  const [first] = other.log.sent;
  if (first) first.line = null;
  await expect(compare(other.log, owner, url)).rejects.toThrow("its sender was not told");
});

test("a response that no fault excuses is found, and a violated invariant", async () => {
  const { log, account } = await someSpends();
  await expect(compare({ ...log, wrong: ["/api/v1/spends 500"] }, owner, url)).rejects.toThrow("500");
  await owner`update credit_accounts set available_purchased = available_purchased + 1 where id = ${account}`;
  await expect(compare(log, owner, url)).rejects.toThrow("invariant 3");
  await owner`update credit_accounts set available_purchased = available_purchased - 1 where id = ${account}`;
});

/** An account with a grant and three spends, and what their sender knows. */
async function someSpends(): Promise<{ log: Log; account: string }> {
  const account = await openAccount(db);
  const log: Log = { sent: [], unknown: 0, wrong: [] };
  const keys = Array.from({ length: 4 }, () => randomUUID());
  for (const [index, key] of keys.entries()) {
    const request = keyOf("operator", key, {});
    const command = index === 0 ? grantOf(account, 10, { request }) : spendOf(account, 2, { key });
    const outcome = await commitOne(db, command);
    if (outcome.status !== "done") throw new Error(outcome.refusal.slug);
    const { version, amount } = outcome.transaction;
    log.sent.push(sentTo(account, key, { version, amount }));
  }
  return { log, account };
}

function sentTo(account: string, key: string, line: Sent["line"]): Sent {
  return { account, key, path: "/api/v1/spends", body: {}, line };
}
