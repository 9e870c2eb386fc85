import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { openAccount } from "#lib/people/open-account.ts";
import { grantOf, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { runCommand } from "#testing/run-command.ts";
import { holdOf, revokeOf } from "#testing/use-commands.ts";

const { db, url } = await testDatabase();

test("an operator can show an account by email address or by id", async () => {
  const { account, email } = await newAccount();
  await commitOne(db, holdOf(account, 30));
  const { output } = await run("credits", "show", email);
  expect(output).toContain(account);
  expect(output).toContain("Available  70 (70 purchased)");
  expect(output).toContain("On hold    30");
  expect(output).toContain("70 of 100, 30 on hold, never expires");
  expect(output).toMatch(/2 .* hold +−30 = 70 .*hold 1/);
  expect((await run("credits", "show", account.toUpperCase())).output).toBe(output);
});

test("an adjustment is a command with actor, key and reason, in the user's history", async () => {
  const { account } = await newAccount();
  expect((await run("credits", "adjust", "+25", "--reason", "A lost render", account)).code).toBe(0);
  expect((await run("credits", "adjust", account, "--reason=Counted twice", "-40")).code).toBe(0);
  const { transactions } = await readHistory(db, account, {}, 2);
  expect(transactions).toMatchObject([
    { version: 3, type: "adjustment", amount: -40, balanceAfter: 85, reason: "Counted twice" },
    { version: 2, type: "adjustment", amount: 25, balanceAfter: 125, reason: "A lost render" },
  ]);
  for (const line of transactions) {
    expect(line).toMatchObject({ actor: expect.stringMatching(/^operator:./), request: { scope: "operator" } });
  }
});

test("an adjustment can name a batch, or add one of any kind with an expiry", async () => {
  const { account } = await newAccount();
  const until = "2999-01-01T00:00:00.000Z";
  await run("credits", "adjust", "+5", "--kind", "activity", "--until", until, "--reason", "Thanks", account);
  await run("credits", "adjust", "-10", "--batch", "1", "--reason", "Charged back", account);
  const { transactions } = await readHistory(db, account, {}, 2);
  expect(transactions.map(({ entries }) => entries)).toMatchObject([
    [{ batch: 1, amount: -10, kind: "purchased" }],
    [{ batch: 2, amount: 5, kind: "activity", expiresAt: new Date(until) }],
  ]);
});

test("an adjustment can take the rest of a batch, and repeating it is harmless", async () => {
  const { account } = await newAccount();
  await commitOne(db, spendOf(account, 30));
  const key = randomUUID();
  const takeAll = (...more: string[]) =>
    run("credits", "adjust", account, "--batch", "1", "--all", "--reason", "Charged back", ...more);
  expect(await takeAll("--key", key)).toMatchObject({ code: 0, output: expect.stringMatching(/adjustment +−70 = 0/) });
  await commitOne(db, grantOf(account, 5));
  expect(await takeAll("--key", key)).toMatchObject({ code: 0, output: expect.stringContaining("Done before") });
  expect(await takeAll()).toMatchObject({ code: 0, output: expect.stringContaining("Nothing is left of this batch") });
  expect(await readBalance(db, account)).toMatchObject({ version: 4, available: 5 });
  expect(await run("credits", "adjust", account, "--batch", "9", "--all", "--reason", "x")).toMatchObject({ code: 1 });
});

test("repeating a key changes nothing, and another request with it is refused", async () => {
  const { account } = await newAccount();
  const key = randomUUID();
  const adjust = (amount: string) => run("credits", "adjust", amount, "--reason", "Once", "--key", key, account);
  expect((await adjust("+5")).output).toContain(`Done under the key ${key}`);
  expect((await adjust("+5")).output).toContain("Done before");
  expect(await adjust("+6")).toMatchObject({ code: 1, error: expect.stringContaining("something else") });
  expect(await readBalance(db, account)).toMatchObject({ available: 105 });
});

test("a frozen account cannot spend until it is unfrozen", async () => {
  const { account } = await newAccount();
  expect((await run("credits", "freeze", account, "--reason", "A stolen session")).code).toBe(0);
  expect((await run("credits", "show", account)).output).toContain("Frozen     since");
  const frozen = { status: "refused", refusal: { slug: "account-frozen" } };
  expect(await commitOne(db, spendOf(account, 1))).toEqual(frozen);
  expect(await commitOne(db, holdOf(account, 1))).toEqual(frozen);
  expect(await run("credits", "freeze", account)).toMatchObject({ code: 1, error: expect.stringContaining("already") });
  expect((await run("credits", "unfreeze", account)).code).toBe(0);
  expect((await commitOne(db, spendOf(account, 1))).status).toBe("done");
});

test("an impossible request is refused in one line, and changes nothing", async () => {
  const { account } = await newAccount();
  expect(await run("credits", "adjust", "-101", "--reason", "x", account)).toMatchObject({
    code: 1,
    error: expect.stringContaining("1 too few"),
  });
  expect((await run("credits", "show", "nobody@example.com")).error).toContain("There is no account");
  expect(await run("credits", "adjust", "+5", account)).toMatchObject({
    code: 1,
    error: expect.stringMatching(/^reason is required\.\npurse credits show ACCOUNT/),
  });
  expect(await readBalance(db, account)).toMatchObject({ version: 1, available: 100 });
});

test("an operator can write off what is to repay of a batch", async () => {
  const { account } = await newAccount();
  await commitOne(db, spendOf(account, 30));
  await commitOne(db, revokeOf(account, 1, 100));
  expect((await run("credits", "show", account)).output).toMatch(/Available {2}0\s+On hold {4}0\s+To repay {3}30/);
  expect(await run("credits", "forgive", "--batch", "1", account)).toMatchObject({ code: 1 });
  expect(await run("credits", "forgive", "--batch", "1", "--reason", "Our mistake", account)).toMatchObject({
    code: 0,
    output: expect.stringMatching(/forgive .*"Our mistake", batch 1 to lose 100, debt −30/),
  });
  expect((await run("credits", "forgive", "--batch", "1", "--reason", "Again", account)).output).toContain(
    "Nothing is left",
  );
  expect((await run("credits", "show", account)).output).not.toContain("To repay");
});

test("explain shows how the balance came about, and what it was at an instant", async () => {
  const { account, email } = await newAccount();
  const spent = await commitOne(db, spendOf(account, 30));
  if (spent.status === "refused") throw new Error("refused");
  await commitOne(db, holdOf(account, 5));
  const now = (await run("explain", email)).output;
  expect(now).toMatch(/1 .*grant .*\+100 = 100[\s\S]*2 .*spend .*−30 = 70[\s\S]*3 .*hold .*−5 = 65/);
  expect(now).toMatch(/version 3:\s+Available {2}65 \(65 purchased\)\s+On hold {4}5/);
  const then = (await run("explain", account, "--at", spent.transaction.at.toISOString())).output;
  expect(then).toMatch(/version 2:\s+Available {2}70/);
  expect(await run("explain", account, "--at", "2999-01-01T00:00:00Z")).toMatchObject({
    code: 1,
    error: expect.stringContaining("not come yet"),
  });
  expect((await run("explain", account, "--at", "yesterday")).error).toContain("purse explain ACCOUNT");
});

async function newAccount() {
  const email = `${randomUUID()}@example.com`;
  const { id } = await openAccount(db, email);
  await commitOne(db, grantOf(id, 100));
  return { account: id, email };
}

function run(script: "credits" | "explain", ...words: string[]) {
  return runCommand(script, words, { appUrl: url });
}
