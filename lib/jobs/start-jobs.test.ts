import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { afterEach, expect, test, vi } from "vitest";
import { log } from "#lib/observability/log.ts";
import { jobs } from "./registry.ts";
import { startOne } from "./start-jobs.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("each job has a name of its own and says what it does", () => {
  expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length);
  for (const { name, does } of jobs) expect([name, does.length > 10]).toEqual([name, true]);
});

test("no file of lib starts a loop of the process beside the registry", async () => {
  const known = new Set(["lib/jobs/start-jobs.ts", "lib/spending/runs/work-on-run.ts"]);
  const files = (await readdir("lib", { recursive: true })).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const looping = files.filter((name) => readFileSync(`lib/${name}`, "utf8").includes("setInterval("));
  expect(new Set(looping.map((name) => `lib/${name}`))).toEqual(known);
  expect(jobs.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["listen", "schedules", "book-due", "balance-heartbeat"]),
  );
});

test("a job that fails is logged and runs again, until it is stopped", async () => {
  vi.useFakeTimers();
  const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
  const error = new Error("the database is away");
  const run = vi.fn().mockRejectedValueOnce(error).mockResolvedValue(undefined);
  const stop = startOne({ name: "test", does: "nothing", trigger: { everyMs: 1_000 }, processes: "all", run });
  await vi.advanceTimersByTimeAsync(2_500);
  expect(run).toHaveBeenCalledTimes(2);
  expect(warn.mock.calls).toEqual([[{ err: error, job: "test" }, "A job failed"]]);
  await stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(run).toHaveBeenCalledTimes(2);
});
