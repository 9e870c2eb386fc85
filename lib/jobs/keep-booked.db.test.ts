import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { commit } from "#lib/ledger/commit/commit.ts";
import { announce } from "#lib/live/announce.ts";
import { grantOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";

const { db, url, owner } = await testDatabase();

/** How many accounts are due at one instant: DUE_ACCOUNTS=100000 takes some minutes. */
const accountCount = Number(process.env.DUE_ACCOUNTS ?? 500);
const patienceMs = 60_000 + accountCount * 10;

const loops: ChildProcess[] = [];
afterEach(async () => {
  for (const loop of loops.splice(0)) {
    loop.kill();
    await once(loop, "exit");
  }
});

test("accounts due at one instant are booked once each by two processes", { timeout: patienceMs * 3 }, async () => {
  await openAccounts(accountCount);
  startLoop();
  startLoop();
  await sleep(1_500);
  const at = await endAllIn(2_000 + accountCount / 10);
  await announceSomething();
  await sleep(at.getTime() - Date.now());
  await untilBooked();
  await expectBookedOnce(accountCount);
});

test("what became due while no process ran is booked when one runs again", async () => {
  const before = await countExpiries();
  await openAccounts(300);
  const at = await endAllIn(300);
  await sleep(at.getTime() - Date.now() + 500);
  expect(await countExpiries()).toBe(before);
  startLoop();
  await untilBooked();
  await expectBookedOnce(before + 300);
});

function startLoop(): void {
  const loop = fork(join(process.cwd(), "testing/keep-booked-process.ts"), {
    execArgv: ["--conditions=react-server"],
    env: { PATH: process.env.PATH, NODE_ENV: "production", DATABASE_URL: url },
  });
  loops.push(loop);
}

/** Accounts with 3 activity credits, which expire, and 4 that never do. */
async function openAccounts(count: number): Promise<void> {
  const rows = await owner<{ id: string }[]>`
    insert into credit_accounts (id) select gen_random_uuid() from generate_series(1, ${count}) returning id`;
  const later = new Date(Date.now() + 86_400_000);
  const grants = rows.flatMap(({ id }) => [grantOf(id, 3, { kind: "activity", expiresAt: later }), grantOf(id, 4)]);
  for (let start = 0; start < grants.length; start += 1_000) await commit(db, grants.slice(start, start + 1_000));
}

/** Moves the expiry of all credits that expire to one instant, so many milliseconds from now. */
async function endAllIn(ms: number): Promise<Date> {
  const [row] = await owner<{ at: Date }[]>`
    select date_trunc('milliseconds', clock_timestamp()) + ${ms} * interval '1 millisecond' as at`;
  if (row === undefined) throw new Error("No clock");
  await owner`update credit_batches set expires_at = ${row.at} where open and expires_at is not null`;
  return row.at;
}

/** As every grant and hold does: it wakes the loops, which look for the next instant. */
async function announceSomething(): Promise<void> {
  await db.transaction((tx) => announce(tx, [{ account: randomUUID(), version: 1 }]));
}

async function untilBooked(): Promise<void> {
  for (const until = Date.now() + patienceMs; Date.now() < until; await sleep(50)) {
    const [row] = await owner`select exists (select from credit_batches where open and expires_at <= now()) as due`;
    if (row?.due === false) return;
  }
  throw new Error(`not booked within ${patienceMs} ms`);
}

/** One line for each account, not before its instant, and no violated invariant. */
async function expectBookedOnce(count: number): Promise<void> {
  const [row] = await owner`
    select count(*)::int as lines, count(distinct account_id)::int as accounts, sum(amount)::int as amount
    from credit_transactions where type = 'expiry'`;
  expect(row).toEqual({ lines: count, accounts: count, amount: -3 * count });
  const [early] = await owner`
    select count(*)::int as lines from credit_transactions t join credit_entries e using (account_id, version)
      join credit_batches b on b.account_id = e.account_id and b.number = e.batch
    where t.type = 'expiry' and t.at < b.expires_at`;
  expect(early).toEqual({ lines: 0 });
  await expectInvariants(db);
}

async function countExpiries(): Promise<number> {
  const [row] = await owner`select count(*)::int as lines from credit_transactions where type = 'expiry'`;
  return Number(row?.lines);
}
