import { PgBoss } from "pg-boss";
import { startPostgres } from "#scripts/local-postgres/postgres.ts";

/** Has the product of the browser tests do a scheduled job now; it looks for one every 30 s. */
export async function runJob(name: string): Promise<void> {
  const { appUrl } = await startPostgres({ dataFolder: process.env.E2E_DATA ?? "" });
  const boss = new PgBoss({
    ...{ connectionString: appUrl, max: 1, schema: "jobs" },
    ...{ createSchema: false, migrate: false, supervise: false, schedule: false },
  });
  await boss.start();
  await boss.send(name, {});
  await boss.stop({ graceful: false });
}
