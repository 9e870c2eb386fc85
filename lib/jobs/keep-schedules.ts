import { setTimeout as sleep } from "node:timers/promises";
import { directDatabaseUrl } from "#lib/database.ts";
import { noteDown, noteStarting, noteUp } from "#lib/observability/outages.ts";
import { withDeadline } from "#lib/with-deadline.ts";
import type { ScheduledJob } from "./job.ts";
import { type RunningSchedules, startSchedules } from "./schedules.ts";

const patienceMs = 3_000;

/**
 * Runs the scheduled jobs of this process: it retries every 5 s until the database lets them start, while requests are
 * served. Their connection is checked at the same interval; an outage is logged once. Returns a function that waits for
 * running jobs and stops.
 */
export function keepSchedules(jobs: readonly ScheduledJob[], pauseMs = 5_000): () => Promise<void> {
  const stopping = new AbortController();
  noteStarting("schedules");
  let running: RunningSchedules | null = null;
  const keepTrying = async () => {
    while (!stopping.signal.aborted) {
      try {
        running ??= await startSchedules(directDatabaseUrl(), jobs);
        await withDeadline(running.ask(), patienceMs);
        noteUp("schedules");
      } catch (error) {
        if (!stopping.signal.aborted) noteDown("schedules", error);
      }
      await sleep(pauseMs, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);
    }
    await running?.stop();
  };
  const ended = keepTrying();
  return async () => {
    stopping.abort();
    await ended;
  };
}
