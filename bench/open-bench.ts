import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import postgres from "postgres";
import { type Db, openDatabase } from "#db/client.ts";
import { grantAppRole } from "#db/grant-app-role.ts";
import { migrate } from "#db/migrate.ts";
import { startPostgres } from "#scripts/local-postgres/postgres.ts";
import { newFolder } from "./run-folder.ts";

/** A database of this run only, durable as in a real start. */
export interface Bench {
  db: Db;
  appUrl: string;
  /** On the bench's database, as a superuser. */
  superuser: postgres.Sql;
  /** Stops the server and starts it again on the same data, with other settings. */
  restart: (settings: Settings) => Promise<Bench>;
  close: () => Promise<void>;
}

/** Differences from the launcher's settings. */
export type Settings = Record<string, string>;

/** Starts a Postgres with the launcher's settings and a migrated database. */
export async function openBench(): Promise<Bench> {
  const dataFolder = newFolder();
  template ??= makeTemplate();
  // As the owner of the files: as root, Postgres runs as another user.
  execFileSync("cp", ["-a", `${await template}/.`, dataFolder]);
  const bench = await open(dataFolder, await startPostgres({ dataFolder }));
  if (!isDescribed) await describeServer(bench);
  isDescribed = true;
  return bench;
}

let template: Promise<string> | undefined;

/** A migrated database that every row starts with a copy of: creating one takes longer than a short row. */
async function makeTemplate(): Promise<string> {
  const dataFolder = newFolder();
  const server = await startPostgres({ dataFolder });
  await migrate(server.ownerUrl);
  const owner = postgres(server.ownerUrl, { max: 1, onnotice: () => undefined });
  await grantAppRole(owner, "purse_app");
  await owner.end();
  await server.stop();
  return dataFolder;
}

let isDescribed = false;

/** The settings of every row's server, unless it sets others. */
async function describeServer({ superuser }: Bench): Promise<void> {
  const shown = ["server_version", "shared_buffers", "max_wal_size", "wal_compression", "fsync", "synchronous_commit"];
  const settings = await superuser`select name, current_setting(name) as value from unnest(${shown}::text[]) name`;
  console.log(`PostgreSQL: ${settings.map(({ name, value }) => `${name} ${value}`).join(", ")}`);
}

async function open(dataFolder: string, server: Awaited<ReturnType<typeof startPostgres>>): Promise<Bench> {
  const database = new URL(server.superuserUrl);
  database.pathname = new URL(server.appUrl).pathname;
  const superuser = postgres(database.href, { max: 2, onnotice: () => undefined });
  const db = openDatabase(server.appUrl);
  const stop = async () => {
    await Promise.all([db.$client.end(), superuser.end()]);
    await server.stop();
  };
  return {
    db,
    appUrl: server.appUrl,
    superuser,
    restart: async (settings) => {
      await superuser`alter system reset all`;
      for (const [name, value] of Object.entries(settings)) {
        await superuser.unsafe(`alter system set ${name} = '${value}'`);
      }
      await superuser`checkpoint`;
      await stop();
      return await open(dataFolder, await startPostgres({ dataFolder }));
    },
    close: async () => {
      await stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
