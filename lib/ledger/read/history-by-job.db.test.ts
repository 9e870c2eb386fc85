import { sql } from "drizzle-orm";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { selectJobRows } from "#db/queries/credits/history-by-job.ts";
import type { Job } from "#lib/credits/job.ts";
import { commit, commitOne } from "#lib/ledger/commit/commit.ts";
import { grantOf, openAccount, openAccountWith, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { captureOf, extendOf, holdOf, refundOf, releaseOf } from "#testing/use-commands.ts";
import { readRelations } from "./history.ts";
import { type JobFilter, readHistoryByJob, readJobs, readNewerJobPage } from "./history-by-job.ts";

const { db } = await testDatabase();

afterAll(async () => {
  await expectInvariants(db);
});

test("a job is one row with its net cost, at the line that ended it, and an open one at its hold", async () => {
  const account = await openAccountWith(db, { subscription: 30, purchased: 200 });
  await commit(db, [holdOf(account, 40), holdOf(account, 25), spendOf(account, 4)]);
  await commit(db, [extendOf(account, 1), captureOf(account, 1, { amount: 5, final: false })]);
  await commitOne(db, captureOf(account, 1, { amount: 17 }));
  await commit(db, [refundOf(account, 8, { amount: 3 }), refundOf(account, 7, { amount: 1 })]);
  expect(await rowsOf(account)).toMatchObject([
    { version: 8, type: "capture", job: { status: "used", held: 40, used: 22, refunded: 4, amount: -18 } },
    { version: 5, type: "spend", job: null },
    { version: 4, type: "hold", job: { status: "open", held: 25, used: 0, refunded: 0, amount: -25 } },
    { version: 2, type: "grant", job: null },
    { version: 1, type: "grant", job: null },
  ]);
  await commitOne(db, releaseOf(account, 2));
  const [first] = await rowsOf(account);
  expect(first).toMatchObject({ version: 11, type: "release", job: { status: "returned", amount: 0 } });
});

test("the net of all rows is the account's balance, and the refund of a spend stays a row", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  await commit(db, [
    holdOf(account, 25),
    captureOf(account, 1),
    spendOf(account, 10),
    refundOf(account, 4, { amount: 2 }),
  ]);
  const rows = await rowsOf(account);
  expect(rows.map(({ type, job, amount }) => [type, job?.amount ?? amount])).toEqual([
    ["refund", 2],
    ["spend", -10],
    ["capture", -25],
    ["grant", 100],
  ]);
});

test("the filters count a job once, by its outcome and the credits that it held", async () => {
  const account = await openAccountWith(db, { activity: 10, purchased: 200 });
  await commit(db, [holdOf(account, 25), captureOf(account, 1)]);
  await commit(db, [holdOf(account, 20), releaseOf(account, 2)]);
  await commit(db, [holdOf(account, 30), captureOf(account, 3, { amount: 10, final: false }), releaseOf(account, 3)]);
  await commit(db, [holdOf(account, 8), spendOf(account, 1)]);
  await commit(db, [holdOf(account, 9), captureOf(account, 5), refundOf(account, 13)]);
  const found = async (filter: Partial<JobFilter>) => (await rowsOf(account, filter)).map(({ version }) => version);
  expect(await found({ outcomes: ["spend"] })).toEqual([13, 11, 9, 4]);
  expect(await found({ outcomes: ["hold"] })).toEqual([10]);
  expect(await found({ outcomes: ["release"] })).toEqual([13, 6]);
  expect(await found({ outcomes: ["grant", "release"] })).toEqual([13, 6, 2, 1]);
  expect(await found({ kinds: ["activity"] })).toEqual([4, 1]);
  expect(await found({ feature: "ai-image" })).toEqual([13, 10, 9, 6, 4]);
  const later = new Date(Date.now() + 3_600_000);
  expect(await found({ outcomes: ["hold"], now: later })).toEqual([]);
  expect(await found({ outcomes: ["release"], now: later })).toEqual([13, 10, 6]);
});

test("pages of rows join up, forwards and backwards", async () => {
  const account = await openAccount(db);
  await commitOne(db, grantOf(account, 1_000));
  for (let hold = 1; hold <= 7; hold++) await commit(db, [holdOf(account, 2), captureOf(account, hold)]);
  const page = async (before?: number) => {
    const filter = { now: new Date(), before };
    const { transactions, nextBefore } = await readHistoryByJob(db, account, filter, 3);
    return { versions: transactions.map(({ version }) => version), nextBefore };
  };
  expect(await page()).toEqual({ versions: [15, 13, 11], nextBefore: 11 });
  expect(await page(11)).toEqual({ versions: [9, 7, 5], nextBefore: 5 });
  expect(await page(5)).toEqual({ versions: [3, 1], nextBefore: null });
  expect(await readNewerJobPage(db, account, { now: new Date(), before: 5 }, 3)).toBe(11);
  expect(await readNewerJobPage(db, account, { now: new Date(), before: 11 }, 3)).toBe("newest");
});

test("a page of rows reads the newest lines by the primary key, however long the history is", async () => {
  const account = await openAccount(db);
  await commitOne(db, grantOf(account, 100_000));
  const jobs = Array.from({ length: 1_000 }, (_, index) => [holdOf(account, 2), captureOf(account, index + 1)]);
  await commit(db, jobs.flat());
  await db.execute(sql`analyze credit_transactions, credit_holds`);
  const query = selectJobRows(db, account, { now: new Date() }, 50).getSQL();
  const [row] = await db.execute(sql`explain (analyze, format json) ${query}`);
  const [{ Plan: plan }] = Explained.parse(row?.["QUERY PLAN"]);
  const scan = nodesOf(plan).find((node) => node["Relation Name"] === "credit_transactions");
  expect(scan).toMatchObject({ "Index Name": "credit_transactions_pkey", "Scan Direction": "Backward" });
  expect((scan?.["Actual Rows"] ?? 0) + (scan?.["Rows Removed by Filter"] ?? 0)).toBeLessThanOrEqual(150);
  for (const node of nodesOf(plan)) expect(node["Node Type"]).not.toBe("Seq Scan");
});

const Explained = z.tuple([z.object({ Plan: z.json() })]);
const PlanNode = z.object({
  "Node Type": z.string(),
  "Relation Name": z.string().optional(),
  "Index Name": z.string().optional(),
  "Scan Direction": z.string().optional(),
  "Actual Rows": z.number().optional(),
  "Rows Removed by Filter": z.number().optional(),
  Plans: z.array(z.json()).optional(),
});

function nodesOf(plan: unknown): z.infer<typeof PlanNode>[] {
  const node = PlanNode.parse(plan);
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}

async function rowsOf(account: string, filter: Partial<JobFilter> = {}) {
  const now = filter.now ?? new Date();
  const { transactions } = await readHistoryByJob(db, account, { now, ...filter }, 50);
  const jobs = await readJobs(db, account, transactions, {
    relations: await readRelations(db, account, transactions),
    now,
  });
  return transactions.map(({ version, type, amount }) => ({ version, type, amount, job: brief(jobs.get(version)) }));
}

function brief(job: Job | undefined) {
  return job === undefined
    ? null
    : { status: job.status, held: job.held, used: job.used, refunded: job.refunded, amount: job.amount };
}
