import { afterEach, expect, test, vi } from "vitest";
import { log } from "#lib/observability/log.ts";
import { jobs } from "./registry.ts";
import { startOne } from "./start-jobs.ts";

afterEach(() => vi.useRealTimers());

test("each job has a name of its own and says what it does", () => {
  expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length);
  for (const { name, does } of jobs) expect([name, does.length > 10]).toEqual([name, true]);
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
  stop();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(run).toHaveBeenCalledTimes(2);
});
