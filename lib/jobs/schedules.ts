import { PgBoss } from "pg-boss";
import { log } from "#lib/observability/log.ts";
import type { ScheduledJob } from "./job.ts";

/** Schedules that this process takes part in. */
export interface RunningSchedules {
  /** Asks the database over the schedules' own connections; rejects when it does not answer. */
  ask: () => Promise<unknown>;
  /** Lets what runs come to its end. */
  stop: () => Promise<void>;
}

/**
 * Runs schedules from the database at an address, together with every other process that does: one of them runs what is
 * due. What fails is tried again twice.
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
    // A migration made it, as its owner; the tables in it are made here.
    createSchema: false,
    cronMonitorIntervalSeconds: lookEverySeconds,
    cronWorkerIntervalSeconds: lookEverySeconds,
  });
  // It goes on by itself after an outage; without a listener, losing a connection would end the process.
  boss.on("error", (error) => log.warn({ err: error }, "Schedules wait"));
  const stop = () => boss.stop({ graceful: true, timeout: 3_000 });
  try {
    await boss.start();
    for (const { name, trigger, run } of jobs) {
      // Exclusive: while one is due or at work, no other is begun.
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
