import { PgBoss } from "pg-boss";
import { log } from "#lib/observability/log.ts";
import type { ScheduledJob } from "./job.ts";

/** The schedules that this process takes part in. */
export interface RunningSchedules {
  /** Checks the schedules' own database connections; rejects when the database does not answer. */
  ask: () => Promise<unknown>;
  /** Waits for running jobs, then stops. */
  stop: () => Promise<void>;
}

/**
 * Runs schedules from the database at an address, together with all other processes: one of them runs a job that is
 * due. A failed job is retried twice.
 */
export async function startSchedules(
  url: string,
  jobs: readonly ScheduledJob[],
  lookEverySeconds = 30,
): Promise<RunningSchedules> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: "purse-jobs",
    max: 2,
    schema: "jobs",
    // A migration created the schema, as its owner; pg-boss creates the tables.
    createSchema: false,
    cronMonitorIntervalSeconds: lookEverySeconds,
    cronWorkerIntervalSeconds: lookEverySeconds,
  });
  // It recovers from outages automatically; without a listener, losing a connection would end the process.
  boss.on("error", (error) => log.warn({ err: error }, "Schedules are waiting for the database"));
  const stop = () => boss.stop({ graceful: true, timeout: 3_000 });
  try {
    await boss.start();
    for (const { name, trigger, run } of jobs) {
      // Exclusive: while one is queued or running, no other starts.
      await boss.createQueue(name, { policy: "exclusive", retryLimit: 2, expireInSeconds: 15 * 60 });
      await boss.work(name, { pollingIntervalSeconds: lookEverySeconds }, run);
      await boss.schedule(name, trigger.cron);
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop, ask: () => boss.getDb().executeSql("select 1") };
}
