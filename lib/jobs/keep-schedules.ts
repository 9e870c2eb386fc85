import { setTimeout as sleep } from "node:timers/promises";
import { onClosing } from "#lib/closing.ts";
import { directDatabaseUrl } from "#lib/database.ts";
import { noteDown, noteStarting, noteUp } from "#lib/observability/outages.ts";
import { withDeadline } from "#lib/with-deadline.ts";
import type { ScheduledJob } from "./job.ts";
import { type RunningSchedules, startSchedules } from "./schedules.ts";

const patienceMs = 3_000;

const slot = Symbol.for("purse.keep-schedules");
const store: typeof globalThis & { [slot]?: true } = globalThis;

/**
 * Runs the scheduled jobs of this process: it retries until the database lets them start, while requests are served.
 * Their connection is checked at the same interval; an outage is logged once.
 */
export function keepSchedules(jobs: readonly ScheduledJob[], pauseMs = 5_000): void {
  if (store[slot]) return;
  store[slot] = true;
  noteStarting("schedules");
  void keepTrying(jobs, pauseMs);
}

async function keepTrying(jobs: readonly ScheduledJob[], pauseMs: number): Promise<void> {
  let running: RunningSchedules | null = null;
  let closing = false;
  onClosing(async () => {
    closing = true;
    await running?.stop();
  });
  while (!closing) {
    try {
      running ??= await startSchedules(directDatabaseUrl(), jobs);
      await withDeadline(running.ask(), patienceMs);
      noteUp("schedules");
    } catch (error) {
      if (!closing) noteDown("schedules", error);
    }
    await sleep(pauseMs, undefined, { ref: false });
  }
}
