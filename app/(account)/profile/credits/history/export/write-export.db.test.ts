import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { exportHistory } from "#lib/ledger/read/export-history.ts";
import { readHistory } from "#lib/ledger/read/history.ts";
import { readJobTotals } from "#lib/ledger/read/history-totals.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { everyUse, useHistories, writeUseHistory } from "#testing/use-histories.ts";
import { writeExport } from "./write-export.ts";

const { db } = await testDatabase();
const began = new Date("2026-03-01T00:00:00Z");
const now = new Date("2027-01-01T00:00:00Z");
const names = { features: new Map([["ai-image", "=AI, image"]]), timeZone: "Asia/Kathmandu" };

afterAll(async () => {
  await expectInvariants(db);
});

test("a download has every row once, newest first, and its credits add up to the balance", async () => {
  await fc.assert(
    fc.asyncProperty(useHistories, async (history) => {
      const account = await writeUseHistory(db, history, began);
      const lines = await readHistory(db, account, {}, 10_000);
      const all = await rowsOf(account, { lines: "all", filter: {} });
      expect(all.map(({ number }) => number)).toEqual(lines.transactions.map(({ version }) => version));
      expect(sum(all)).toBe(lines.transactions[0]?.balanceAfter);
      const jobs = await rowsOf(account, { lines: "jobs", filter: { now } });
      const totals = await readJobTotals(db, account, { now });
      if (totals.status !== "summed") throw new Error("too many rows for a test");
      expect(sum(jobs)).toBe(totals.sums.reduce((total, { amount }) => total + amount, 0));
    }),
    { examples: [[everyUse]], numRuns: Number(process.env.RUNS ?? 5) },
  );
});

test("a CSV download is safe for spreadsheets, and its last line says that it is complete", async () => {
  const account = await writeUseHistory(db, everyUse, began);
  const text = await written(account, { lines: "jobs", filter: { now, feature: "ai-image" } }, "csv");
  const [head, first, ...rest] = text.split("\r\n");
  expect(head).toMatch(/^\uFEFFnumber,time,local_time,type,/);
  expect(first).toContain(`+05:45,job,ai-image,"'=AI, image",1,-15,`);
  expect(first).toMatch(/,40,10,desktop,,,,6$/);
  expect(rest.slice(-2)).toEqual(["complete,1", ""]);
});

test("a spreadsheet takes no change of a batch for a time", async () => {
  const account = await writeUseHistory(db, everyUse, began);
  const text = await written(account, { lines: "all", filter: { types: ["grant"] } }, "csv");
  expect(text).toContain(",1:+");
});

test("a download that is cut lacks its end", async () => {
  const account = await writeUseHistory(db, everyUse, began);
  const chunks: string[] = [];
  const wanted = { lines: "all" as const, filter: {} };
  for await (const chunk of writeExport(exportHistory(db, account, { wanted, upTo: 100 }), "json", names)) {
    chunks.push(chunk);
  }
  expect(() => JSON.parse(chunks.slice(0, -1).join(""))).toThrow();
  expect(JSON.parse(chunks.join(""))).toMatchObject({ complete: true });
});

test("rows that are written while a download runs are not part of it", async () => {
  const account = await writeUseHistory(db, everyUse, began);
  const rows = await rowsOf(account, { lines: "all", filter: {} }, 4);
  expect(rows.map(({ number }) => number)).toEqual([4, 3, 2, 1]);
});

type Wanted = Parameters<typeof exportHistory>[2]["wanted"];
type Row = { number: number; credits: number };

async function rowsOf(account: string, wanted: Wanted, upTo?: number): Promise<Row[]> {
  const { rows, count } = JSON.parse(await written(account, wanted, "json", upTo)) as { rows: Row[]; count: number };
  expect(rows).toHaveLength(count);
  return rows;
}

async function written(account: string, wanted: Wanted, format: "csv" | "json", upTo = 10_000): Promise<string> {
  const chunks: string[] = [];
  for await (const chunk of writeExport(exportHistory(db, account, { wanted, upTo }), format, names))
    chunks.push(chunk);
  return chunks.join("");
}

function sum(rows: readonly Row[]): number {
  return rows.reduce((total, { credits }) => total + credits, 0);
}
