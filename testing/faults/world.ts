import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { z } from "zod";
import { grantAppRole } from "#db/grant-app-role.ts";
import { migrate } from "#db/migrate.ts";
import { endWithUs } from "#scripts/launcher/end-with-us.ts";
import { findFreePort } from "#scripts/launcher/free-port.ts";
import { projectFolder } from "#scripts/launcher/options.ts";
import { resolveFolder } from "#scripts/local-postgres/folder.ts";
import { startPostgres } from "#scripts/local-postgres/postgres.ts";
import { readPostmaster } from "#scripts/local-postgres/postmaster.ts";
import { appEnvironment, serviceKey } from "#testing/app-environment.ts";
import { type AppProcess, startApp } from "#testing/app-server.ts";
import { startAgain } from "#testing/restart-postgres.ts";
import { type Log, openingGrant, send } from "./load.ts";

/** A real Postgres with the settings of the product, and processes of the app on it. */
export interface World {
  log: Log;
  accounts: string[];
  databaseUrl: string;
  owner: postgres.Sql;
  superuser: postgres.Sql;
  /** Starts a process of the app, on the database or on a line to it. */
  startApp: (databaseUrl?: string) => Promise<AppProcess>;
  /** The pid of the database's first process; null while none runs. */
  postmaster: () => number | null;
  /** Starts the database again where it was, as an operator would. */
  startDatabaseAgain: () => Promise<void>;
  stop: () => Promise<void>;
}

const accountCount = 40;

/** Opens a world in a folder of its own, with some accounts that have plenty of credits. */
export async function openWorld(folder = mkdtempSync(join(tmpdir(), "purse-faults-"))): Promise<World> {
  const stops: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const one of stops.splice(0).toReversed()) await one();
  };
  try {
    const world = { ...(await startDatabase(folder, stops)), stop };
    await openAccounts(world);
    return world;
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startDatabase(folder: string, stops: (() => Promise<unknown>)[]): Promise<Omit<World, "stop">> {
  const database = await startPostgres({ dataFolder: folder });
  const place = join(folder, "postgres");
  const postmaster = () => readPostmaster(resolveFolder(place))?.pid ?? null;
  let callOff = endWithUs(postmaster() ?? 0);
  stops.push(async () => {
    await database.stop();
    callOff();
  });
  await migrate(database.ownerUrl);
  const owner = postgres(database.ownerUrl, { max: 2, onnotice: () => undefined });
  const superuser = postgres(database.superuserUrl, { max: 2, onnotice: () => undefined });
  stops.push(
    () => owner.end({ timeout: 1 }),
    () => superuser.end({ timeout: 1 }),
  );
  await grantAppRole(owner, "purse_app");
  fillCatalogue(database.appUrl);
  return {
    log: { sent: [], unknown: 0, wrong: [] },
    accounts: [],
    databaseUrl: database.appUrl,
    owner,
    superuser,
    startApp: async (databaseUrl = database.appUrl) => {
      const port = await findFreePort();
      const at = { url: `http://localhost:${port}`, databaseUrl, stripeUrl: "http://localhost:9" };
      const app = await startApp(appEnvironment(at), port);
      stops.push(app.kill);
      return app;
    },
    postmaster,
    startDatabaseAgain: async () => {
      callOff();
      callOff = endWithUs((await startAgain(place)).pid);
    },
  };
}

function fillCatalogue(databaseUrl: string): void {
  const { status, stderr } = spawnSync(
    process.execPath,
    ["--conditions=react-server", join(projectFolder, "scripts/purse.ts"), "catalogue", "init"],
    { env: { PATH: process.env.PATH, NODE_ENV: "production", DATABASE_URL: databaseUrl }, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`The catalogue could not be written: ${stderr}`);
}

const Account = z.object({ account: z.object({ id: z.uuid() }) });

async function openAccounts(world: World): Promise<void> {
  const app = await world.startApp();
  for (let number = 1; number <= accountCount; number += 1) {
    const answer = await fetch(`${app.url}/api/v1/accounts`, {
      method: "POST",
      headers: { Authorization: `Bearer ${serviceKey}`, "Content-Type": "application/json" },
      body: JSON.stringify({ email: `somebody-${number}@example.com` }),
    });
    const { account } = Account.parse(await answer.json());
    world.accounts.push(account.id);
    await send(world.log, app.url, openingGrant(account.id));
  }
  await app.stop();
}
