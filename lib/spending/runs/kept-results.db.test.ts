import { afterAll, expect, test } from "vitest";
import { openAccountWith } from "#testing/accounts.ts";
import { testDatabase } from "#testing/database.ts";
import { expectInvariants } from "#testing/ledger.ts";
import { addFeature, made, makes, runsOn } from "#testing/runs.ts";
import { readKeptResults } from "./read-kept-results.ts";

const { db, owner } = await testDatabase();
const { begin, over } = runsOn(db);
await addFeature(owner);

afterAll(async () => {
  await expectInvariants(db);
});

test("issue 12.2: what runs of all devices made is listed by hold, newest first, until it is no longer kept", async () => {
  const account = await openAccountWith(db, { purchased: 100 });
  const other = await openAccountWith(db, { purchased: 100 });
  const first = await begin(account, makes(made(1)), { platform: "desktop" });
  await over(account, first.run.id);
  const failed = await begin(account, makes({ status: "not-made", reason: "failed" }));
  await over(account, failed.run.id);
  const second = await begin(account, makes(made(1)));
  await over(account, second.run.id);

  const kept = await readKeptResults(db, account);
  expect(kept).toMatchObject([
    {
      run: second.run.id,
      feature: "ai-image",
      hold: 3,
      platform: "web",
      files: [{ name: "a.png", type: "image/png" }],
    },
    { run: first.run.id, hold: 1, platform: "desktop" },
  ]);
  const hours = ((kept[0]?.until.getTime() ?? 0) - Date.now()) / 3_600_000;
  expect(Math.round(hours)).toBe(24);
  expect(await readKeptResults(db, other)).toEqual([]);

  await owner`update run_results set expires_at = now() where run_id = ${first.run.id}`;
  expect((await readKeptResults(db, account)).map(({ run }) => run)).toEqual([second.run.id]);
});
