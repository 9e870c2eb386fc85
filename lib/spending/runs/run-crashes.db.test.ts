import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { insertRunFiles } from "#db/queries/run-files.ts";
import { claimRun, readRunRow, setRunOutcome } from "#db/queries/runs.ts";
import { bookAllDue } from "#lib/jobs/book-due.ts";
import { openAccountWith } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { makeOld } from "#testing/old-keys.ts";
import { addFeature, file, made, makes, runRequest, runsOn } from "#testing/runs.ts";
import { hold } from "../hold.ts";
import { placeRun } from "./place-run.ts";
import { readRun, readRunFile } from "./read-run.ts";
import { reconcileRuns } from "./reconcile-runs.ts";

const { db, owner } = await testDatabase();
await addFeature(owner);
const { begin, over, balanceOf } = runsOn(db);

test("a crash between the row and the hold leaves nothing; after the hold, it lapses and the run says so", async () => {
  const account = await openAccountWith(db, { purchased: 10 });
  const [unheld, unbound] = [runRequest(account), runRequest(account)];
  const rows = [await placeRun(db, unheld), await placeRun(db, unbound)];
  const ids = rows.map((placed) => (placed.status === "placed" ? placed.run.id : ""));
  await hold(db, { ...unbound, expiresInSeconds: 3 });
  await reconcileRuns(db, 0);
  expect(await readRunRow(db, ids[0] ?? "")).toBeNull();
  expect(await readRunRow(db, ids[1] ?? "")).toMatchObject({ status: "running", hold: 1 });
  await sleep(3_000);
  await bookAllDue(db);
  await reconcileRuns(db, 0);
  expect(await readRunRow(db, ids[1] ?? "")).toMatchObject({ status: "failed", error: "lapsed", cost: null });
  expect(await balanceOf(account)).toEqual([10, 0]);
});

test("a retry continues the work of a process that died right after the hold", async () => {
  const account = await openAccountWith(db, { purchased: 10 });
  const use = runRequest(account, { key: "k" });
  await placeRun(db, use);
  await hold(db, { ...use, expiresInSeconds: 900 });
  const { run, replayed } = await begin(account, makes(made(1)), { key: "k" });
  expect(replayed).toBe(true);
  expect((await over(account, run.id)).run).toMatchObject({ status: "done", cost: 4 });
});

test("a crash between the result and the capture is reconciled: the result is charged once and available", async () => {
  const account = await openAccountWith(db, { purchased: 10 });
  const use = runRequest(account);
  const placed = await placeRun(db, use);
  if (placed.status !== "placed") throw new Error(placed.status);
  const { id } = placed.run;
  const held = await hold(db, { ...use, expiresInSeconds: 900 });
  if (held.status !== "done" || held.transaction.hold === null) throw new Error(held.status);
  await claimRun(db, id, held.transaction.hold);
  await setRunOutcome(db, id, { cost: 4 });
  await insertRunFiles(db, [{ runId: id, number: 1, ...file, expiresAt: new Date(Date.now() + 60_000) }]);
  await Promise.all([reconcileRuns(db, 0), reconcileRuns(db, 0), readRun(db, account, id)]);
  expect(await readRun(db, account, id)).toMatchObject({ run: { status: "done", cost: 4 }, files: [{ number: 1 }] });
  expect(await balanceOf(account)).toEqual([6, 0]);
});

test("a result that came after its hold lapsed is neither delivered nor charged", async () => {
  const account = await openAccountWith(db, { purchased: 10 });
  const use = runRequest(account);
  const placed = await placeRun(db, use);
  if (placed.status !== "placed") throw new Error(placed.status);
  const { id } = placed.run;
  await hold(db, { ...use, expiresInSeconds: 0.2 });
  await claimRun(db, id, 1);
  await setRunOutcome(db, id, { cost: 4 });
  await insertRunFiles(db, [{ runId: id, number: 1, ...file, expiresAt: new Date(Date.now() + 60_000) }]);
  await sleep(250);
  await bookAllDue(db);
  expect(await readRun(db, account, id)).toMatchObject({ run: { status: "failed", error: "lapsed" }, files: [] });
  expect(await readRunFile(db, account, { run: id, number: "1" })).toBeNull();
  expect(await balanceOf(account)).toEqual([10, 0]);
});

test("a run made with an old device's key is replayed for its platform, and reconciled", async () => {
  const account = await openAccountWith(db, { purchased: 20 });
  const first = await begin(account, makes(made(1)), { key: "k", platform: "mobile" });
  await over(account, first.run.id);
  await makeOld(owner, account, "one");
  const again = await begin(account, makes(made(1)), { key: "k", platform: "mobile" });
  expect([again.replayed, again.run.id]).toEqual([true, first.run.id]);
  expect(await balanceOf(account)).toEqual([16, 0]);
  const other = await begin(account, makes(made(1)), { key: "k", platform: "desktop" });
  expect([other.replayed, other.run.id === first.run.id]).toEqual([false, false]);

  // Placed under a device's own scope; the app's retry after the deployment made the hold and died.
  const use = runRequest(account, { key: "later", platform: "mobile" });
  const placed = await placeRun(db, use);
  await makeOld(owner, account, "two");
  await hold(db, { ...use, expiresInSeconds: 900 });
  await reconcileRuns(db, 0);
  expect(placed.status === "placed" && (await readRunRow(db, placed.run.id))).toMatchObject({ hold: 3 });
});
