import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { commit, commitOne } from "#lib/ledger/commit/commit.ts";
import { readUsage } from "#lib/ledger/usage/read-usage.ts";
import { openAccountWith, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { captureOf, holdOf, refundOf } from "#testing/use-commands.ts";
import { everyUse, useHistories, writeUseHistory } from "#testing/use-histories.ts";
import { searchHistory } from "./find-lines.ts";
import { type HistoryFilter, readHistory, readRelations } from "./history.ts";
import { readHistoryByJob, readJobs } from "./history-by-job.ts";
import { readJobTotals, readLineTotals } from "./history-totals.ts";
import { readVersionRange } from "./version-range.ts";

const { db } = await testDatabase();
const began = new Date("2026-03-01T00:00:00Z");
/** When every hold has lapsed. */
const later = new Date("2027-01-01T00:00:00Z");
const places = ["web", "desktop", "mobile", "service"] as const;

afterAll(async () => {
  await expectInvariants(db);
});

test("totals are the sums of the rows, line by line and job by job", async () => {
  await fc.assert(
    fc.asyncProperty(useHistories, fc.constantFrom(undefined, ...places), async (history, usedOn) => {
      const account = await writeUseHistory(db, history, began);
      for (const filter of [{ usedOn }, { usedOn, feature: "ai-image" }, { usedOn, from: new Date("2026-03-04Z") }]) {
        expect(await changeOf(account, filter)).toEqual(await sumOfLines(account, filter));
        for (const now of [began, later])
          expect(await jobChangeOf(account, filter, now)).toEqual(await sumOfJobs(account, filter, now));
      }
    }),
    { examples: [[everyUse, "desktop"]], numRuns: Number(process.env.RUNS ?? 10) },
  );
});

test("what was used on a platform is what the usage of that platform says", async () => {
  const account = await writeUseHistory(db, everyUse, began);
  const days = { from: "2026-03-01", to: "2026-04-30", unit: "month" as const, timeZone: "UTC" };
  const usage = await readUsage(db, account, { ...days, group: "platform" });
  for (const usedOn of places) {
    const used = usage.reduce((sum, { by }) => sum + (by.get(usedOn) ?? 0), 0);
    const filter = { usedOn, outcomes: ["spend" as const, "release" as const], now: later };
    const totals = await readJobTotals(db, account, filter);
    const change = totals.status === "summed" ? totals.sums.reduce((sum, { amount }) => sum + amount, 0) : null;
    expect([usedOn, 0 - (change ?? 0)]).toEqual([usedOn, used]);
  }
});

test("the lines of days are found by halving, also where days begin or end between lines or outside of them", async () => {
  const account = await writeUseHistory(db, everyUse, began);
  const { transactions } = await readHistory(db, account, {}, 1_000);
  const instants = transactions.map(({ at }) => at);
  const around = instants.flatMap((at) => [-1, 0, 1].map((ms) => new Date(at.getTime() + ms)));
  for (const at of [new Date(0), ...around, later]) {
    const before = instants.filter((one) => one < at).length;
    expect(await readVersionRange(db, account, { from: at })).toEqual({ first: before + 1, end: instants.length + 1 });
    expect(await readVersionRange(db, account, { to: at })).toEqual({ first: 1, end: before + 1 });
  }
});

test("a search finds features by part of their name, a line by its number, and lines by their reference", async () => {
  const account = await openAccountWith(db, { purchased: 500 });
  await commit(db, [spendOf(account, 3, { reference: "job-4711" }), spendOf(account, 5, { feature: "ai-image" })]);
  await commit(db, [{ ...holdOf(account, 40), feature: "smart-cutout", reference: "job-4712" }]);
  await commitOne(db, captureOf(account, 1, { amount: 30 }));
  await commitOne(db, refundOf(account, 5, { amount: 2 }));
  expect(await found(account, "image")).toEqual({ all: [3], jobs: [3] });
  expect(await found(account, "IMAGE")).toEqual({ all: [3], jobs: [3] });
  expect(await found(account, "job-4711")).toEqual({ all: [2], jobs: [2] });
  expect(await found(account, "#3")).toEqual({ all: [3], jobs: [3] });
  // A job stands at the line that ended it, whichever of its lines is asked for.
  expect(await found(account, "job-4712")).toEqual({ all: [5, 4], jobs: [5] });
  expect(await found(account, "4")).toEqual({ all: [4], jobs: [5] });
  expect((await found(account, "6")).jobs).toEqual([5]);
  expect(await found(account, "9999999999")).toEqual({ all: [], jobs: [] });
  expect(await found(account, "% or true")).toEqual({ all: [], jobs: [] });
});

const features = [
  { slug: "ai-image", name: "AI image" },
  { slug: "ai-script", name: "AI script" },
  { slug: "smart-cutout", name: "Smart cutout" },
];

async function found(account: string, text: string) {
  const search = (jobs: boolean) => searchHistory(db, account, { text, features, jobs });
  const lines = await readHistory(db, account, { search: await search(false) }, 50);
  const rows = await readHistoryByJob(db, account, { search: await search(true), now: new Date() }, 50);
  const versions = (page: { transactions: { version: number }[] }) => page.transactions.map(({ version }) => version);
  return { all: versions(lines), jobs: versions(rows) };
}

async function changeOf(account: string, filter: HistoryFilter) {
  return total(await readLineTotals(db, account, filter));
}

async function jobChangeOf(account: string, filter: HistoryFilter, now: Date) {
  return total(await readJobTotals(db, account, { ...filter, now }));
}

function total(totals: Awaited<ReturnType<typeof readLineTotals | typeof readJobTotals>>) {
  if (totals.status === "too-many") throw new Error("too many rows for a test");
  return totals.sums.reduce((all, sum) => ({ rows: all.rows + sum.rows, amount: all.amount + sum.amount }), nothing);
}

const nothing = { rows: 0, amount: 0 };

async function sumOfLines(account: string, filter: HistoryFilter) {
  const { transactions } = await readHistory(db, account, filter, 1_000);
  return { rows: transactions.length, amount: transactions.reduce((sum, { amount }) => sum + amount, 0) };
}

async function sumOfJobs(account: string, filter: HistoryFilter, now: Date) {
  const { transactions } = await readHistoryByJob(db, account, { ...filter, now }, 1_000);
  const relations = await readRelations(db, account, transactions);
  const jobs = await readJobs(db, account, transactions, { relations, now });
  const amounts = transactions.map(({ version, amount }) => jobs.get(version)?.amount ?? amount);
  return { rows: transactions.length, amount: amounts.reduce((sum, amount) => sum + amount, 0) };
}
