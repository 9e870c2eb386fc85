import { afterAll, expect, test } from "vitest";
import { openAccountWith } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { addFeature, file, made, makes, runRequest, runsOn } from "#testing/runs.ts";
import { readResultsOfHolds, readResultsOfTool } from "./read-kept-results.ts";
import { runLimits } from "./run-limits.ts";
import { startRun } from "./start-run.ts";

const { db, owner } = await testDatabase();
const { balanceOf, begin, over } = runsOn(db);
await addFeature(owner);

afterAll(async () => {
  await expectInvariants(db);
});

const ofTool = async (account: string, run: string | null = null) =>
  await readResultsOfTool(db, account, { feature: "ai-image", run });

test("what runs of all devices made is listed, newest first, until it is no longer kept", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  const other = await openAccountWith(db, { purchased: 100 });
  const first = await begin(account, makes(made(1)), { platform: "desktop" });
  await over(account, first.run.id);
  const failed = await begin(account, makes({ status: "not-made", reason: "failed" }));
  await over(account, failed.run.id);
  const second = await begin(account, makes(made(1)));
  await over(account, second.run.id);

  const { results, more } = await ofTool(account);
  expect(results).toMatchObject([
    {
      run: second.run.id,
      feature: "ai-image",
      hold: 3,
      platform: "web",
      files: [{ name: "a.png", type: "image/png" }],
    },
    { run: first.run.id, hold: 1, platform: "desktop" },
  ]);
  expect(more).toBe(false);
  const hours = ((results[0]?.until.getTime() ?? 0) - Date.now()) / 3_600_000;
  expect(Math.round(hours)).toBe(24);
  expect(await ofTool(other)).toEqual({ results: [], more: false });

  await owner`update run_results set expires_at = now() where run_id = ${first.run.id}`;
  expect((await ofTool(account)).results.map(({ run }) => run)).toEqual([second.run.id]);
});

test("of many runs within a day each is found by its hold, and the tool lists the newest and the chosen one", async () => {
  const account = await openAccountWith(db, { purchased: 200 });
  const runs: { id: string; hold: number | null }[] = [];
  for (let index = 0; index < 26; index++) {
    const { run } = await begin(account, makes(made(1)));
    await over(account, run.id);
    runs.push({ id: run.id, hold: run.hold });
  }
  const holds = runs.map(({ hold }) => hold ?? 0);
  const newestFirst = runs.map(({ id }) => id).reverse();
  expect((await readResultsOfHolds(db, account, holds)).map(({ run }) => run)).toEqual(newestFirst);

  const { results, more } = await ofTool(account);
  expect([results.map(({ run }) => run), more]).toEqual([newestFirst.slice(0, 24), true]);
  const oldest = runs[0]?.id ?? "";
  const chosen = await ofTool(account, oldest);
  expect([chosen.results.map(({ run }) => run), chosen.more]).toEqual([[...newestFirst.slice(0, 23), oldest], true]);
});

test("once kept results take up all the room, no run starts until the oldest have expired", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  const limits = { ...runLimits, keptBytes: 2 * file.bytes.length };
  const start = async (said = {}) => await startRun(db, runRequest(account, said), makes(made(1)), limits);
  const ids: string[] = [];
  for (const key of ["first", "second"]) {
    const started = await start({ key });
    if (started.status !== "started") throw new Error(started.status);
    await over(account, started.run.id);
    ids.push(started.run.id);
  }
  const before = await balanceOf(account);
  const [{ until } = { until: null }] = (await ofTool(account)).results.filter(({ run }) => run === ids[0]);
  expect(await start()).toEqual({ status: "results-full", roomAt: until });
  expect(await balanceOf(account), "nothing is held").toEqual(before);
  expect(await start({ key: "first" }), "a replay is never limited").toMatchObject({
    status: "started",
    replayed: true,
  });

  await owner`update run_results set expires_at = now() where run_id = ${ids[0] ?? ""}`;
  const third = await start();
  expect(third.status).toBe("started");
  if (third.status === "started") await over(account, third.run.id);
});
