import { onClosing } from "#lib/closing.ts";
import { log } from "#lib/observability/log.ts";
import type { ContinuousJob, IntervalJob, Job } from "./job.ts";

const slot = Symbol.for("purse.jobs");
const store: typeof globalThis & { [slot]?: true } = globalThis;

/**
 * Starts all jobs of this process, once, and stops them when the process closes. A failed run is logged and tried
 * again. Scheduled jobs are started by the job `schedules`, once the database lets it.
 */
export function startJobs(jobs: readonly Job[]): void {
  if (store[slot]) return;
  store[slot] = true;
  const stops = jobs.filter(isOfEachProcess).map(startOne);
  onClosing(async () => void (await Promise.allSettled(stops.map(async (stop) => await stop()))));
}

/** Starts a job of each process and returns a function that stops it. */
export function startOne(job: IntervalJob | ContinuousJob): () => void | Promise<void> {
  if ("start" in job) return job.start();
  const { name, run, trigger } = job;
  const timer = setInterval(() => {
    run().catch((error: unknown) => log.warn({ err: error, job: name }, "A job failed"));
  }, trigger.everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function isOfEachProcess(job: Job): job is IntervalJob | ContinuousJob {
  return job.processes === "all";
}
