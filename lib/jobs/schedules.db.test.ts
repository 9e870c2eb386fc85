import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { testDatabase } from "#testing/database.ts";
import type { ScheduledJob } from "./job.ts";
import { startSchedules } from "./schedules.ts";

const { url, db } = await testDatabase();

test("of two processes that start at once, only one runs a due job", async () => {
  const runs: string[] = [];
  const began = Date.now();
  const start = (process: string) => startSchedules(url, [jobOf("every-minute", async () => runs.push(process))], 1);
  const stops = await Promise.all([start("one"), start("other")]);
  await untilSo(() => runs.length > 0);
  // Long enough for the other process to check, too.
  await sleep(3_000);
  await Promise.all(stops.map(({ stop }) => stop()));
  // One for the minute in which the test began, and one for each that has begun since.
  expect(runs.length).toBeLessThanOrEqual(1 + minuteOf(Date.now()) - minuteOf(began));
  const [row] = await db.execute(sql`select count(*)::int as jobs from jobs.job where name = 'every-minute'`);
  expect(row).toEqual({ jobs: runs.length });
});

test("stopping waits for running jobs", async () => {
  let ended = false;
  const begun = Promise.withResolvers<void>();
  const run = async () => {
    begun.resolve();
    await sleep(1_000);
    ended = true;
  };
  const { stop } = await startSchedules(url, [jobOf("slow", run)], 1);
  await begun.promise;
  await stop();
  expect(ended).toBe(true);
});

async function untilSo(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(100);
}

function minuteOf(ms: number): number {
  return Math.floor(ms / 60_000);
}

/** A job for every minute. */
function jobOf(name: string, run: () => Promise<unknown>): ScheduledJob {
  return { name, does: "what the test looks at", trigger: { cron: "* * * * *" }, processes: "one", run };
}
