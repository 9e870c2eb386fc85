import { onClosing } from "#lib/closing.ts";
import { log } from "#lib/observability/log.ts";
import type { InstantJob, IntervalJob, Job, ScheduledJob } from "./job.ts";
import { keepSchedules } from "./keep-schedules.ts";

const slot = Symbol.for("purse.jobs");
const store: typeof globalThis & { [slot]?: true } = globalThis;

/**
 * Starts all jobs of this process, once, and stops them when the process closes. A failed run is logged and tried
 * again.
 */
export function startJobs(jobs: readonly Job[]): void {
  if (store[slot]) return;
  store[slot] = true;
  const stops = jobs.filter(isOfEachProcess).map(startOne);
  onClosing(async () => {
    for (const stop of stops) stop();
  });
  keepSchedules(jobs.filter(isScheduled));
}

/** Starts a looping job and returns a function that stops it. */
export function startOne(job: IntervalJob | InstantJob): () => void {
  if (job.trigger === "instants") return job.start();
  const { name, run, trigger } = job;
  const timer = setInterval(() => {
    run().catch((error: unknown) => log.warn({ err: error, job: name }, "A job failed"));
  }, trigger.everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

function isScheduled(job: Job): job is ScheduledJob {
  return job.processes === "one";
}

function isOfEachProcess(job: Job): job is IntervalJob | InstantJob {
  return job.processes === "all";
}
