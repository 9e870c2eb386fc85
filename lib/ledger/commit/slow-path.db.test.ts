import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { isUnavailable } from "#db/failure.ts";
import { close } from "#lib/closing.ts";
import { readBalance } from "#lib/ledger/read/balance.ts";
import { Overloaded } from "#lib/with-deadline.ts";
import { openAccountWith, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { whileLocked } from "#testing/while-locked.ts";
import { commitOne } from "./commit.ts";

const { db, ownerUrl } = await testDatabase();
// Each held lock takes a connection, and one more observes.
const owner = postgres(ownerUrl, { max: 3, onnotice: () => undefined });

afterAll(() => owner.end({ timeout: 1 }));

test("a locked account takes one connection for all its waiting commands, and other locked accounts have theirs", async () => {
  const [long, short] = [await openAccountWith(db, { purchased: 20 }), await openAccountWith(db, { purchased: 20 })];
  const { waited } = await whileLocked(owner, long, {
    start: () => Promise.all(Array.from({ length: 12 }, () => commitOne(db, spendOf(long, 1)))),
    meanwhile: async () => {
      await untilPassedOver();
      expect(await countWaiting()).toBe(1);
      const other = await whileLocked(owner, short, {
        start: () => commitOne(db, spendOf(short, 1)),
        meanwhile: async () => expect(await countWaiting()).toBe(2),
      });
      expect(other.waited).toMatchObject({ status: "done" });
    },
  });
  expect(waited.map(({ status }) => status)).toEqual(Array(12).fill("done"));
  expect(await readBalance(db, long)).toMatchObject({ version: 13, available: 8 });
});

test("when a lock is held too long, all its waiting commands fail at once, and none waits twice", async () => {
  const account = await openAccountWith(db, { purchased: 20 });
  const commands = Array.from({ length: 8 }, () => spendOf(account, 1));
  const ended: string[] = [];
  await owner.begin(async (tx) => {
    await tx`select from credit_accounts where id = ${account} for no key update`;
    const answers = commands.map(async (one) => {
      const failure = await commitOne(db, one).catch((error: unknown) => error);
      ended.push(isUnavailable(failure) ? "told" : String(failure));
    });
    await Promise.race(answers);
    await Promise.all([...answers, waitOnceMore(account).finally(() => ended.push("waited once more"))]);
  });
  expect(ended).toEqual([...commands.map(() => "told"), "waited once more"]);
  const again = await Promise.all(commands.map((one) => commitOne(db, one)));
  expect(again.every((outcome) => outcome.status === "done" && !outcome.replayed)).toBe(true);
});

// This test is the last one, because closing cannot be undone.
test("on shutdown, commands waiting for a lock are rejected and those in flight are committed", async () => {
  const [locked, free] = [await openAccountWith(db, { purchased: 10 }), await openAccountWith(db, { purchased: 10 })];
  const { waited } = await whileLocked(owner, locked, {
    start: () => commitOne(db, spendOf(locked, 1)),
    meanwhile: async () => {
      const behind = commitOne(db, spendOf(locked, 2)).catch((error: unknown) => error);
      await untilPassedOver();
      await close(1_000);
      expect(await behind).toBeInstanceOf(Overloaded);
      expect(await commitOne(db, spendOf(locked, 3)).catch((error: unknown) => error)).toBeInstanceOf(Overloaded);
      expect(await commitOne(db, spendOf(free, 4))).toMatchObject({ status: "done" });
    },
  });
  expect(waited).toMatchObject({ status: "done", transaction: { amount: -1, balanceAfter: 9 } });
});

/** A worker lane commits one list at a time, so when these are done, earlier commands have been skipped. */
async function untilPassedOver(): Promise<void> {
  await Promise.all(Array.from({ length: 8 }, () => openAccountWith(db, { purchased: 1 })));
}

async function countWaiting(): Promise<number> {
  const [row] = await db.$client`select count(*)::int as waiting from pg_stat_activity
    where application_name = 'purse' and wait_event_type = 'Lock' and datname = current_database()`;
  return Number(row?.waiting);
}

/** Waits for an account's lock as long as a commit does, and times out as well. */
async function waitOnceMore(account: string): Promise<void> {
  await owner
    .begin(async (tx) => {
      await tx`set local lock_timeout = '5s'`;
      await tx`select from credit_accounts where id = ${account} for no key update`;
    })
    .catch(() => undefined);
}
