import { setTimeout as sleep } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { readRunFiles } from "#db/queries/run-files.ts";
import { bookAllDue } from "#lib/jobs/book-due.ts";
import { cleanUp } from "#lib/jobs/clean-up.ts";
import { commitOne } from "#lib/ledger/commit/commit.ts";
import { log } from "#lib/observability/log.ts";
import { grantOf, keyOf, openAccountWith, spendOf } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { addFeature, made, makes, openWork, runRequest, runsOn } from "#testing/runs.ts";
import { cancelRun } from "./cancel-run.ts";
import { readRun, readRunFile } from "./read-run.ts";
import { startRun } from "./start-run.ts";

const { db, owner } = await testDatabase();
await addFeature(owner);
const { begin, over, balanceOf, lines } = runsOn(db);

test("a run holds, works, captures, and delivers its result only to its owner", async () => {
  const account = await openAccountWith(db, { subscription: 3, purchased: 20 });
  const work = openWork();
  const { run, transaction } = await begin(account, work.make);
  expect(transaction).toMatchObject({ type: "hold", amount: -4 });
  expect(await balanceOf(account)).toEqual([19, 4]);
  expect((await readRun(db, account, run.id))?.run).toMatchObject({ status: "running", cost: null });
  expect(await readRunFile(db, account, { run: run.id, number: "1" })).toBeNull();

  work.end(made(1));
  const { run: ended, files, receipt } = await over(account, run.id);
  expect(ended).toMatchObject({ status: "done", cost: 4, progress: 100, error: null });
  expect(files).toHaveLength(1);
  expect(receipt).toMatchObject({ used: 4, held: 4, balanceAfter: 19 });
  expect(receipt?.uses).toEqual([
    { kind: "subscription", amount: 3 },
    { kind: "purchased", amount: 1 },
  ]);
  expect(await balanceOf(account)).toEqual([19, 0]);
  expect((await readRunFile(db, account, { run: run.id, number: "1" }))?.bytes.toString()).toBe("a picture");

  const stranger = await openAccountWith(db, {});
  expect(await readRun(db, stranger, run.id)).toBeNull();
  expect(await readRunFile(db, stranger, { run: run.id, number: "1" })).toBeNull();
});

test("no result, no charge: the hold is released, whether the tool finds nothing or throws", async () => {
  const account = await openAccountWith(db, { purchased: 10 });
  const none = await begin(account, makes({ status: "not-made", reason: "no-subject" }));
  expect((await over(account, none.run.id)).run).toMatchObject({ status: "failed", error: "no-subject", cost: null });
  const told = vi.spyOn(log, "error").mockImplementation(() => undefined);
  const broken = await begin(account, () => Promise.reject(new Error("out of memory")));
  expect((await over(account, broken.run.id)).run).toMatchObject({ status: "failed", error: "failed" });
  expect(told).toHaveBeenCalledOnce();
  told.mockRestore();
  const slow = await begin(account, openWork().make, {}, { holdSeconds: 30, workSeconds: 0.1 });
  expect((await over(account, slow.run.id)).run).toMatchObject({ status: "failed", error: "too-slow" });
  expect(await balanceOf(account)).toEqual([10, 0]);
  expect((await lines(account)).filter(([type]) => type === "release")).toEqual([
    ["release", 4, "failed"],
    ["release", 4, "failed"],
    ["release", 4, "invalid-input"],
  ]);
});

test("credits that expired meanwhile are extended when the tool is the cause, not when the input is", async () => {
  const cases = [
    { reason: "no-subject", cause: "invalid-input", left: 0 },
    { reason: "damaged", cause: "invalid-input", left: 0 },
    { reason: "failed", cause: "failed", left: 4 },
    { reason: "too-slow", cause: "failed", left: 4 },
  ] as const;
  const expiresAt = new Date(Date.now() + 6_000);
  const fail = async ({ reason, cause, left }: (typeof cases)[number]) => {
    const account = await openAccountWith(db, {});
    await commitOne(db, grantOf(account, 4, { kind: "activity", expiresAt }));
    const work = openWork();
    const { run } = await begin(account, work.make);
    await sleep(expiresAt.getTime() - Date.now() + 100);
    work.end({ status: "not-made", reason });
    expect((await over(account, run.id)).run).toMatchObject({ status: "failed", error: reason });
    expect(await balanceOf(account), reason).toEqual([left, 0]);
    expect(await lines(account)).toContainEqual(["release", 4, cause]);
  };
  await Promise.all(cases.map(fail));
});

test("no credits, no result, and no work for it; the key stays free", async () => {
  const account = await openAccountWith(db, { purchased: 3 });
  const work = openWork();
  expect(await startRun(db, runRequest(account, { key: "k" }), work.make)).toEqual({
    status: "refused",
    refusal: { slug: "insufficient-credits", cost: 4, available: 3, shortfall: 1 },
  });
  expect(work.times()).toBe(0);
  const [row] = await owner`select count(*)::int as runs from runs where account_id = ${account}`;
  expect(row).toEqual({ runs: 0 });
});

test("one key, eight times at once: one run, one hold, one work", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  const work = openWork();
  const all = await Promise.all(Array.from({ length: 8 }, () => begin(account, work.make, { key: "k" })));
  expect(new Set(all.map(({ run }) => run.id)).size).toBe(1);
  expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1);
  work.end(made(1));
  await over(account, all[0]?.run.id ?? "");
  expect(work.times()).toBe(1);
  const again = await begin(account, work.make, { key: "k" });
  expect(again).toMatchObject({ replayed: true, transaction: { version: 2 } });
  expect(await startRun(db, runRequest(account, { key: "k", prompt: "a dog" }), work.make)).toEqual({
    status: "refused",
    refusal: { slug: "idempotency-key-reused" },
  });
  expect(await balanceOf(account)).toEqual([96, 0]);
  expect(work.times()).toBe(1);
});

test("at most three at a time, exactly, however many arrive at once; a replayed key is not counted", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  const work = openWork();
  const keys = Array.from({ length: 10 }, (_, index) => `k${index}`);
  const all = await Promise.all(keys.map((key) => startRun(db, runRequest(account, { key }), work.make)));
  expect(all.filter(({ status }) => status === "started")).toHaveLength(3);
  expect(all.filter(({ status }) => status === "too-many")).toHaveLength(7);
  expect(await balanceOf(account)).toEqual([88, 12]);
  const first = keys[all.findIndex(({ status }) => status === "started")];
  expect(await begin(account, work.make, { key: first })).toMatchObject({ replayed: true });
  work.end(made(1));
  for (const started of all) if (started.status === "started") await over(account, started.run.id);
  expect((await startRun(db, runRequest(account), makes(made(1)))).status).toBe("started");
});

test("cancelling releases the credits, once, and stops the work", async () => {
  const account = await openAccountWith(db, { purchased: 10 });
  const work = openWork();
  const { run } = await begin(account, work.make);
  const cancel = { account, run: run.id, request: keyOf("web", "c", {}), actor: "web", platform: "web" };
  const cancelled = await cancelRun(db, cancel);
  expect(cancelled).toMatchObject({ outcome: { status: "done", replayed: false }, run: { status: "cancelled" } });
  expect(await cancelRun(db, cancel)).toMatchObject({ outcome: { status: "done", replayed: true } });
  const twice = await cancelRun(db, { ...cancel, request: keyOf("web", "d", {}) });
  expect(twice.outcome).toEqual({ status: "refused", refusal: { slug: "hold-not-open", status: "released" } });
  work.report(0.5);
  await expect.poll(() => work.stopped()).toBe(true);
  work.end(made(1));
  await sleep(100);
  expect(await readRun(db, account, run.id)).toMatchObject({ run: { status: "cancelled" }, files: [], receipt: null });
  expect(await readRunFiles(db, run.id)).toEqual([]);
  expect(await lines(account)).toEqual([
    ["release", 4, "cancelled"],
    ["hold", -4],
    ["grant", 10],
  ]);
  const stranger = await openAccountWith(db, {});
  const foreign = await cancelRun(db, { ...cancel, account: stranger });
  expect(foreign).toEqual({ outcome: { status: "refused", refusal: { slug: "not-found" } }, run: null });
});

test("of a capture and a cancellation exactly one wins, and the run says which", async () => {
  for (let round = 0; round < 10; round++) {
    const account = await openAccountWith(db, { purchased: 4 });
    const work = openWork();
    const { run } = await begin(account, work.make);
    work.end(made(1));
    if (round > 0) await sleep(round);
    const cancel = { account, run: run.id, request: keyOf("web", "c", {}), actor: "web", platform: "web" };
    const { outcome } = await cancelRun(db, cancel);
    const { run: ended } = await over(account, run.id);
    expect(ended.status).toBe(outcome.status === "done" ? "cancelled" : "done");
    expect(await balanceOf(account)).toEqual([outcome.status === "done" ? 4 : 0, 0]);
  }
});

test("a result that costs less than was held releases the rest", async () => {
  const account = await openAccountWith(db, { purchased: 20 });
  const { run } = await begin(account, makes(made(1)), { units: 3 });
  expect(await over(account, run.id)).toMatchObject({
    run: { status: "done", cost: 4 },
    receipt: { used: 4, held: 12 },
  });
  expect(await lines(account)).toEqual([
    ["capture", 8],
    ["hold", -12],
    ["grant", 20],
  ]);
  expect(await balanceOf(account)).toEqual([16, 0]);
});

test("work that takes longer than its hold keeps the hold alive", async () => {
  const account = await openAccountWith(db, { purchased: 10 });
  const work = openWork();
  const { run } = await begin(account, work.make, {}, { holdSeconds: 6, workSeconds: 300 });
  // It is extended every third of the hold: after the fourth time it has passed its first time limit.
  const extensions = async () => (await lines(account)).filter(([type]) => type === "extend").length;
  await expect.poll(extensions).toBeGreaterThan(3);
  await bookAllDue(db);
  work.end(made(1));
  expect((await over(account, run.id)).run.status).toBe("done");
});

test("all results of an account are stored for a day", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  const ids: string[] = [];
  for (let index = 0; index < 12; index++) {
    const { run } = await begin(account, makes(made(1)));
    await over(account, run.id);
    ids.push(run.id);
  }
  const kept = await Promise.all(ids.map((id) => readRunFiles(db, id)));
  expect(kept.map((files) => files.length)).toEqual(Array(12).fill(1));
  await owner`update run_results set expires_at = now() where run_id = ${ids[11] ?? ""}`;
  await cleanUp(db);
  const [row] =
    await owner`select count(*)::int as files from run_results r join runs on runs.id = r.run_id where account_id = ${account}`;
  expect(row).toEqual({ files: 11 });
});

test("a key that was used for something else starts no run, and every invariant still holds", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  await commitOne(db, spendOf(account, 2, { key: "k" }));
  expect(await startRun(db, runRequest(account, { key: "k" }), makes(made(1)))).toEqual({
    status: "refused",
    refusal: { slug: "idempotency-key-reused" },
  });
  await expectInvariants(db);
});
