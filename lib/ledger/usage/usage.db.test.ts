import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import type { UsageGroup } from "#db/queries/usage/sums.ts";
import type { Transaction } from "#lib/credits/transaction.ts";
import { addDays, dayOf } from "#lib/format/calendar.ts";
import { verify } from "#lib/ledger/audit/verify.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { seeded } from "#testing/seed.ts";
import { everyUse, useHistories, writeUseHistory } from "#testing/use-histories.ts";
import { usedParts } from "#testing/used-lines.ts";
import { addUsage, addUsageOf } from "./add-usage.ts";
import { readUsage } from "./read-usage.ts";

const { db, url, owner } = await testDatabase();
const other = openDatabase(url);
afterAll(() => other.$client.end());

const zones = ["Asia/Tokyo", "America/Los_Angeles", "Asia/Kathmandu"];
const seen = new Set<string>();
const groups: UsageGroup[] = ["feature", "kind", "platform"];
// Two days before Los Angeles changes its clocks, forwards and back.
const changes = ["2026-03-06T00:00:00Z", "2026-10-30T00:00:00Z"].map((at) => new Date(at));

test("usage equals the history's sums on the days of each zone, over both clock changes, however much is added up", async () => {
  await fc.assert(
    fc.asyncProperty(
      useHistories,
      fc.constantFrom(...changes),
      fc.integer({ min: 1, max: 40 }),
      async (told, from, limit) => {
        const account = await writeUseHistory(db, told, from);
        await expectUsage(account, from);
        await addUsageOf(db, account, limit);
        await expectUsage(account, from);
        while ((await addUsageOf(db, account, limit)) > 0);
        await expectUsage(account, from);
      },
    ),
    { ...seeded(3), examples: changes.map((from) => [everyUse, from, 4]) },
  );
  await expectInvariants(db);
  expect([...seen]).toEqual(
    expect.arrayContaining(["spend", "part", "capture", "refund of spend", "refund of capture"]),
  );
});

test("each line counts once with processes that are killed halfway, and with two at once", {
  timeout: 120_000,
}, async () => {
  const [from = new Date()] = changes;
  const histories = fc.sample(useHistories, { numRuns: 4, seed: 17 });
  const accounts = await Promise.all(histories.map((told) => writeUseHistory(db, told, from)));
  const started = [addInProcess(accounts), addInProcess(accounts.toReversed())];
  // Importing takes most of a process's time: the kill comes after the first lines are in.
  await untilProgressed(accounts);
  await sleep(5);
  for (const child of started) child.kill("SIGKILL");
  await Promise.all(started.map((child) => child.exitCode ?? child.signalCode ?? once(child, "exit")));
  await expectInvariants(db);
  const lines = (of: typeof db) => Promise.all(accounts.map((account) => addUsageOf(of, account, 1_000)));
  // The transaction of a killed process can live on for a moment, with its lock.
  while (!(await allAdded(accounts))) await Promise.all([lines(db), lines(other)]);
  expect(await lines(db)).toEqual(accounts.map(() => 0));
  for (const account of accounts) await expectUsage(account, from);
  await expectInvariants(db);
});

test("the job adds accounts with 200 new lines, and leaves the others to whoever reads them", async () => {
  await addUsage(db);
  const [told = []] = fc.sample(useHistories, { numRuns: 1, seed: 5 });
  const [from = new Date()] = changes;
  const long = Array.from({ length: 30 }, () => told).flat();
  const [few, many] = [
    await writeUseHistory(db, told, from),
    await writeUseHistory(db, long, new Date("2026-02-01T00:00:00Z")),
  ];
  const added = await Promise.all([addUsage(db), addUsage(other)]);
  const [row] = await owner`select version from credit_accounts where id = ${many}`;
  expect(added[0] + added[1]).toBe(Number(row?.version));
  expect(await owner`select from usage_progress where account_id = ${few} and version > 0`).toEqual([]);
  expect(await addUsage(db)).toBe(0);
});

test.each([
  "update usage_totals set total = total + 1",
  "update usage_totals set feature = feature || '-other' where kind = 'purchased'",
  "update usage_totals set platform = platform || '-other'",
  "update usage_totals set quarter_at = quarter_at - interval '100 days'",
  "delete from usage_totals where kind = 'purchased'",
  "update usage_progress set version = version - 3",
  "update usage_progress set version = version + 100000",
])("invariant 12 reports what is left after: %s", async (statement) => {
  await owner`create table kept_totals as table usage_totals`;
  await owner`create table kept_progress as table usage_progress`;
  try {
    await owner.unsafe(statement);
    expect((await verify(db)).find(({ invariant }) => invariant === 12)?.breach).toContain("the usage of account");
  } finally {
    await owner`truncate usage_progress cascade`;
    await owner`insert into usage_progress select * from kept_progress`;
    await owner`insert into usage_totals select * from kept_totals`;
    await owner`drop table kept_totals, kept_progress`;
  }
});

/** Compares usage with sums of the history: by day, in each zone and group. */
async function expectUsage(account: string, from: Date): Promise<void> {
  const { transactions } = await readHistory(db, account, {}, 10_000);
  for (const line of transactions) seen.add(nameOf(line, transactions));
  const parts = usedParts(transactions.toReversed());
  for (const timeZone of zones) {
    const day = addDays(dayOf(from, timeZone), -1);
    for (const group of groups) {
      const usage = await readUsage(db, account, { from: day, to: addDays(day, 16), unit: "day", group, timeZone });
      const told = usage.flatMap((one) => [...one.by].map(([name, used]) => [one.from, name, used]));
      const sums = new Map<string, number>();
      for (const part of parts) {
        const key = `${dayOf(part.at, timeZone)} ${part[group]}`;
        sums.set(key, (sums.get(key) ?? 0) + part.used);
      }
      const within = [...sums].filter(([key, used]) => used !== 0 && key.slice(0, 10) <= addDays(day, 16));
      const expected = within.map(([key, used]) => [key.slice(0, 10), key.slice(11), used]);
      expect([timeZone, group, ...told.toSorted()]).toEqual([timeZone, group, ...expected.toSorted()]);
    }
  }
}

/** What a line says about use: histories without one of these would prove little. */
function nameOf({ type, relatesTo, holdExpiresAt }: Transaction, lines: readonly Transaction[]): string {
  if (type === "refund") return `refund of ${lines.find(({ version }) => version === relatesTo)?.type}`;
  return type === "capture" && holdExpiresAt !== null ? "part" : type;
}

function addInProcess(accounts: readonly string[]) {
  return fork(join(process.cwd(), "testing/add-usage-process.ts"), [...accounts], {
    execArgv: ["--conditions=react-server"],
    env: { PATH: process.env.PATH, NODE_ENV: "production", DATABASE_URL: url },
  });
}

/** Waits until lines were added since the call; resolves as well when there are none left to add. */
async function untilProgressed(accounts: readonly string[]): Promise<void> {
  const { done: before, lines } = await readProgress(accounts);
  while (before < lines && (await readProgress(accounts)).done === before) await sleep(5);
}

async function allAdded(accounts: readonly string[]): Promise<boolean> {
  const { done, lines } = await readProgress(accounts);
  return done === lines;
}

async function readProgress(accounts: readonly string[]): Promise<{ done: number; lines: number }> {
  const [row] = await owner`select coalesce(sum(p.version), 0) as done, sum(a.version) as lines
    from credit_accounts a left join usage_progress p on p.account_id = a.id where a.id = any(${[...accounts]}::uuid[])`;
  return { done: Number(row?.done), lines: Number(row?.lines) };
}
