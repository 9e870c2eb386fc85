import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { grantAppRole } from "#db/grant-app-role.ts";
import { migrate } from "#db/migrate.ts";
import { startPostgres } from "#scripts/local-postgres/postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgres: { superuserUrl: string; ownerUrl: string; appUrl: string; template: string };
  }
}

let started: ReturnType<typeof start> | undefined;
let projects = 0;

/** One Postgres for a run of the database tests, with the migrated database that each file gets a copy of. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  projects += 1;
  started ??= start();
  const { provided, stop } = await started;
  project.provide("postgres", provided);
  return async () => {
    projects -= 1;
    if (projects === 0) await stop();
  };
}

async function start() {
  const dataFolder = mkdtempSync(join(tmpdir(), "purse-tests-"));
  const server = await startPostgres({ dataFolder, durable: false });
  await migrate(server.ownerUrl);
  const owner = postgres(server.ownerUrl, { max: 1, onnotice: () => undefined });
  await grantAppRole(owner, "purse_app");
  await owner.end();
  const { superuserUrl, ownerUrl, appUrl } = server;
  const stop = async () => {
    await server.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  return { provided: { superuserUrl, ownerUrl, appUrl, template: "purse" }, stop };
}
