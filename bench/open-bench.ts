import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { type Db, openDatabase } from "#db/client.ts";
import { grantAppRole } from "#db/grant-app-role.ts";
import { migrate } from "#db/migrate.ts";
import { startPostgres } from "#scripts/launcher/postgres.ts";

/** A database of this run alone, durable as in a real start. */
export interface Bench {
  db: Db;
  owner: postgres.Sql;
  superuserUrl: string;
  dataFolder: string;
  close: () => Promise<void>;
}

/** Starts a Postgres with the launcher's settings in a folder of its own and migrates it. */
export async function openBench(): Promise<Bench> {
  const dataFolder = mkdtempSync(join(tmpdir(), "purse-bench-"));
  chmodSync(dataFolder, 0o711);
  const server = await startPostgres({ dataFolder });
  await migrate(server.ownerUrl);
  const owner = postgres(server.ownerUrl, { max: 2, onnotice: () => undefined });
  await grantAppRole(owner, "purse_app");
  const [settings] = await owner`select current_setting('server_version') as version,
    current_setting('shared_buffers') as buffers, current_setting('synchronous_commit') as synchronous,
    current_setting('fsync') as fsync`;
  console.log(
    `PostgreSQL ${settings?.version}, shared_buffers ${settings?.buffers}, fsync ${settings?.fsync}, synchronous_commit ${settings?.synchronous}`,
  );
  const db = openDatabase(server.appUrl);
  const close = async () => {
    await Promise.all([db.$client.end(), owner.end()]);
    await server.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { db, owner, superuserUrl: server.superuserUrl, dataFolder, close };
}
