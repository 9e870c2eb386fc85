import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, expect, inject, test } from "vitest";
import { isUnavailable } from "#db/failure.ts";
import { database, renewDatabase } from "#lib/database.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { isLate } from "#lib/with-deadline.ts";
import { openAccountWith, spendOf } from "#testing/accounts.ts";
import { openLine } from "#testing/cut-line.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants, withAndWithoutGroupCommit } from "#testing/ledger.ts";
import { commitOne } from "./commit.ts";
import type { Outcome } from "./outcome.ts";

const { db, url } = await testDatabase();
const superuser = postgres(inject("postgres").superuserUrl, { max: 1, onnotice: () => undefined });
const databaseName = new URL(url).pathname.slice(1);

afterAll(async () => {
  await superuser.end();
  await expectInvariants(db);
});

withAndWithoutGroupCommit(() => {
  test("every pooled connection is killed under 60 spends, three rounds: all settle, none is lost or duplicated", async () => {
    const accounts = await Promise.all(Array.from({ length: 6 }, () => openAccountWith(db, { purchased: 1_000 })));
    const spends = Array.from({ length: 180 }, (_, index) => spendOf(accounts[index % 6] ?? "", 1));
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const settled = spends.slice(round * 60, round * 60 + 60).map(async (command) => {
        const outcome = await commitOne(db, command).catch(unlessLost);
        if (outcome?.status === "done") acknowledged.push(command.request.key);
      });
      for (let kill = 0; kill < 3; kill += 1) {
        await sleep(Math.random() * 15);
        await killAll();
      }
      await Promise.all(settled);
    }
    // The pool serves again, and a retry with the same key finds out what happened. A few at a time: on a slow machine
    // the last of 180 would wait too long for a connection.
    const again: Outcome[] = [];
    for (let sent = 0; sent < spends.length; sent += 20) {
      again.push(...(await Promise.all(spends.slice(sent, sent + 20).map((command) => commitOne(db, command)))));
    }
    expect(again.every((outcome) => outcome.status === "done")).toBe(true);
    const histories = await Promise.all(
      accounts.map((account) => readHistory(db, account, { types: ["spend"] }, 1_000)),
    );
    const keys = histories.flatMap(({ transactions }) => transactions.map((line) => line.request?.key));
    expect(keys.toSorted()).toEqual(spends.map((command) => command.request.key).toSorted());
    expect(acknowledged.filter((key) => !keys.includes(key))).toEqual([]);
    const known = spends.filter((command) => acknowledged.includes(command.request.key));
    for (const command of known) expect(again[spends.indexOf(command)]).toMatchObject({ replayed: true });
  });
});

test("a connection is cut after COMMIT reached the server: a retry with the same key finds it, once", async () => {
  const line = await openLine(url);
  process.env.DATABASE_URL = line.url;
  const account = await openAccountWith(db, { purchased: 10 });
  line.cutAfterCommit();
  const command = spendOf(account, 3);
  const lost = await commitOne(database(), command).catch((error: unknown) => error);
  expect(isUnavailable(lost)).toBe(true);
  expect(await commitOne(db, command)).toMatchObject({ status: "done", replayed: true, transaction: { version: 2 } });
  renewDatabase(database());
  line.close();
});

test("a network that drops everything: the call ends, and the process continues with new connections", async () => {
  const line = await openLine(url);
  process.env.DATABASE_URL = line.url;
  renewDatabase(database());
  const account = await openAccountWith(database(), { purchased: 10 });
  line.freeze();
  const command = spendOf(account, 3, { key: randomUUID() });
  const late = await commitOne(database(), command).catch((error: unknown) => error);
  expect(isLate(late)).toBe(true);
  expect(await commitOne(database(), command)).toMatchObject({ status: "done", transaction: { amount: -3 } });
  process.env.DATABASE_URL = url;
  renewDatabase(database());
  line.close();
});

async function killAll(): Promise<void> {
  await superuser`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${databaseName} and usename = 'purse_app'`;
}

/** This test cuts connections, and a slow machine misses deadlines; any other error is a bug. */
function unlessLost(error: unknown): null {
  if (isUnavailable(error) || isLate(error)) return null;
  throw error;
}
