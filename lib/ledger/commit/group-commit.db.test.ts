import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { isUnavailable, violatedConstraint } from "#db/failure.ts";
import type { Command } from "#lib/credits/command.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { balanceChannel, readAnnouncement } from "#lib/live/announce.ts";
import { grantOf, openAccountWith, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { holdOf } from "#testing/use-commands.ts";
import { commit, commitOne } from "./commit.ts";
import type { Outcome } from "./outcome.ts";

const { db, url, owner } = await testDatabase();

afterAll(async () => {
  await expectInvariants(db);
});

test("256 different accounts in one commit: every one is notified, in payloads that Postgres accepts", async () => {
  const ids = await openAccounts(256);
  await listening(async (payloads) => {
    await commit(
      db,
      ids.map((id) => grantOf(id, 5)),
    );
    await untilSo(() => payloads.flatMap(readAnnouncement).length >= 256);
    expect(new Set(payloads.flatMap(readAnnouncement))).toEqual(new Set(ids));
    expect(payloads.map((payload) => payload.length).filter((bytes) => bytes >= 8_000)).toEqual([]);
  });
});

test("256 callers with an account each, at once: all done in a few commits, and every one is notified", async () => {
  const ids = await openAccounts(256);
  await listening(async (payloads) => {
    const outcomes = await Promise.all(ids.map((id) => commitOne(db, grantOf(id, 5))));
    expect(outcomes.every((outcome) => outcome.status === "done")).toBe(true);
    await untilSo(() => payloads.flatMap(readAnnouncement).length >= 256);
    expect(new Set(payloads.flatMap(readAnnouncement))).toEqual(new Set(ids));
  });
  expect(await countCommits(ids)).toBeLessThan(10);
});

test("one refused command in a group commit does not fail the others", async () => {
  const { accounts, outcomes } = await together([
    (account) => spendOf(account, 3),
    (account) => spendOf(account, 11),
    (account) => holdOf(account, 4),
    () => spendOf(randomUUID(), 1),
    (account) => spendOf(account, 5),
  ]);
  expect(outcomes.map(statusOf)).toEqual(["done", "insufficient-credits", "done", "not-found", "done"]);
  // All three lines came in one commit: they were grouped, and the refused ones were left out.
  expect(await countCommits(accounts, ["spend", "hold"])).toBe(1);
  const balances = await Promise.all(accounts.map((account) => readBalance(db, account)));
  expect(balances.map((balance) => balance?.available)).toEqual([7, 10, 6, 10, 5]);
});

test("a command that the database rejects is isolated by halving, and the others are committed", async () => {
  const { accounts, settled } = await settledTogether([
    ...Array.from({ length: 5 }, () => (account: string) => spendOf(account, 1)),
    (account) => spendOf(account, 1, { reference: "x".repeat(121) }),
    ...Array.from({ length: 6 }, () => (account: string) => spendOf(account, 1)),
    (account) => spendOf(account, 1, { feature: "no\u0000text" }),
    ...Array.from({ length: 4 }, () => (account: string) => spendOf(account, 1)),
  ]);
  expect(settled.map(({ status }) => status)).toEqual([
    ...Array.from({ length: 5 }, () => "fulfilled"),
    "rejected",
    ...Array.from({ length: 6 }, () => "fulfilled"),
    "rejected",
    ...Array.from({ length: 4 }, () => "fulfilled"),
  ]);
  const [long] = settled.filter(({ status }) => status === "rejected");
  expect(long?.status === "rejected" && violatedConstraint(long.reason)).toBe("credit_transactions_texts_short");
  const balances = await Promise.all(accounts.map((account) => readBalance(db, account)));
  expect(balances.map((balance) => balance?.available)).toEqual(accounts.map((_, i) => (i === 5 || i === 12 ? 10 : 9)));
});

test("a locked account does not block the others", async () => {
  const [locked, ...free] = await openAccountsInOneWorkerLane(20);
  if (locked === undefined) throw new Error("no account");
  const waiting = await owner.begin(async (tx) => {
    await tx`select from credit_accounts where id = ${locked} for no key update`;
    const stuck = [1, 2, 3, 4].map(() => commitOne(db, spendOf(locked, 1)));
    for (const one of stuck) one.catch(() => undefined);
    for (let round = 0; round < 3; round += 1) {
      const outcomes = await Promise.all(free.map((account) => commitOne(db, spendOf(account, 1))));
      expect(outcomes.map(statusOf)).toEqual(free.map(() => "done"));
    }
    // A command that also waited for that lock would have ended after these four.
    expect(await Promise.race([...stuck, sleep(1, "still waiting")])).toBe("still waiting");
    return { stuck };
  });
  expect((await Promise.all(waiting.stuck)).map(statusOf)).toEqual(["done", "done", "done", "done"]);
  expect(await readBalance(db, locked)).toMatchObject({ available: 6 });
});

test("a lock held too long is reported as an outage, and a retry with the same key settles it", async () => {
  const [account] = await openAccountsInOneWorkerLane(1);
  if (account === undefined) throw new Error("no account");
  const command = spendOf(account, 1);
  await owner.begin(async (tx) => {
    await tx`select from credit_accounts where id = ${account} for no key update`;
    const failure = await commitOne(db, command).catch((error: unknown) => error);
    expect(isUnavailable(failure)).toBe(true);
  });
  expect(await commitOne(db, command)).toMatchObject({ status: "done", replayed: false });
});

test("a full queue rejects at once, and what it accepted is committed", async () => {
  const account = await openAccountWith(db, { purchased: 20_000 });
  const settled = Promise.allSettled(
    Array.from({ length: 10_003 }, (_, index) => commitOne(db, spendOf(account, 1, { key: `queued ${index}` }))),
  );
  const outcomes = await settled;
  const refused = outcomes.flatMap((o) => (o.status === "rejected" ? [o.reason.name] : []));
  expect(refused.filter((name) => name === "Overloaded")).toHaveLength(3);
  // On a slow machine some miss their deadline: they do not run, and their callers get no success.
  expect(refused.filter((name) => name !== "Overloaded" && name !== "DeadlinePassed")).toEqual([]);
  const done = outcomes.filter((o) => o.status === "fulfilled").length;
  expect(await readBalance(db, account)).toMatchObject({ version: 1 + done, available: 20_000 - done });
  expect(statusOf(await commitOne(db, spendOf(account, 1)))).toBe("done");
});

test.each(["on", "off"])(
  "with GROUP_COMMIT=%s, an acknowledged command is committed: a failed COMMIT is not acknowledged",
  async (groupCommit) => {
    process.env.GROUP_COMMIT = groupCommit;
    const account = await openAccountWith(db, { purchased: 10 });
    await owner.unsafe(`create or replace function fail_at_commit() returns trigger language plpgsql as $$
    begin raise exception 'the disk is full'; end $$`);
    await owner.unsafe(`create constraint trigger fails_at_commit after insert on credit_transactions
    deferrable initially deferred for each row when (new.reference = 'fails at COMMIT') execute function fail_at_commit()`);
    const command = spendOf(account, 3, { reference: "fails at COMMIT" });
    await expect(commitOne(db, command)).rejects.toThrow();
    expect(await readBalance(db, account)).toMatchObject({ version: 1, available: 10 });
    await owner`drop trigger fails_at_commit on credit_transactions`;
    expect(await commitOne(db, command)).toMatchObject({ status: "done", replayed: false });
    delete process.env.GROUP_COMMIT;
  },
);

/** Accounts with 10 credits and one command each, sent while a commit is in flight, so that they share the next one. */
async function settledTogether(commands: readonly ((account: string) => Command)[]) {
  const [first, ...accounts] = await openAccountsInOneWorkerLane(commands.length + 1);
  if (first === undefined) throw new Error("no account");
  const inFlight = commitOne(db, spendOf(first, 1));
  const settled = await Promise.allSettled(
    commands.flatMap((make, index) => {
      const account = accounts[index];
      return account === undefined ? [] : [commitOne(db, make(account))];
    }),
  );
  await inFlight;
  return { accounts, settled };
}

async function together(commands: readonly ((account: string) => Command)[]) {
  const { accounts, settled } = await settledTogether(commands);
  return {
    accounts,
    outcomes: settled.map((one) => {
      if (one.status === "rejected") throw one.reason;
      return one.value;
    }),
  };
}

/** Accounts of one worker lane: their ids share the digits that choose it. */
async function openAccountsInOneWorkerLane(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `00000000${randomUUID().slice(8)}`);
  await insertAccounts(ids);
  await commit(
    db,
    ids.map((id) => grantOf(id, 10)),
  );
  return ids;
}

async function openAccounts(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await insertAccounts(ids);
  return ids;
}

async function insertAccounts(ids: readonly string[]): Promise<void> {
  await owner`insert into credit_accounts (id) select unnest(${[...ids]}::uuid[])`;
}

/** How many transactions of the database wrote the lines of these accounts. */
async function countCommits(accounts: readonly string[], types: readonly string[] = ["grant"]): Promise<number> {
  const [row] = await owner`select count(distinct xmin::text)::int as commits from credit_transactions
    where account_id = any(${[...accounts]}::uuid[]) and type::text = any(${[...types]}::text[])`;
  return Number(row?.commits);
}

async function listening(work: (payloads: string[]) => Promise<void>): Promise<void> {
  const payloads: string[] = [];
  const listener = postgres(url, { max: 1 });
  try {
    await listener.listen(balanceChannel, (payload) => payloads.push(payload));
    await work(payloads);
  } finally {
    await listener.end({ timeout: 1 });
  }
}

async function untilSo(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}

function statusOf(outcome: Outcome): string {
  return outcome.status === "done" ? "done" : outcome.refusal.slug;
}
