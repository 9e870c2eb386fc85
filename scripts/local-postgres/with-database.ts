import { existsSync } from "node:fs";
import { join } from "node:path";
import { decideMode } from "#lib/config/mode.ts";
import { refuseAddresses } from "#lib/config/refuse-addresses.ts";
import { dataFolderOf, loadEnvironmentFiles } from "#scripts/launcher/options.ts";
import { Problem } from "#scripts/launcher/problem.ts";
import type { DatabaseAddress } from "./database.ts";
import { startPostgres } from "./postgres.ts";

/**
 * Runs a script on the database that the environment names, or else on the demo's, joining it if it runs and
 * starting it meanwhile if not. The owner's address is enough for both. The addresses are in the
 * environment too while the script runs.
 * @throws Problem when there is no database yet.
 */
export async function withDatabase(work: (address: DatabaseAddress) => Promise<void>): Promise<void> {
  loadEnvironmentFiles(false);
  const problems = refuseAddresses(process.env);
  if (problems.length > 0) throw new Problem(problems.join("\n"));
  const { DATABASE_URL, DATABASE_OWNER_URL } = process.env;
  const [appUrl, ownerUrl] = [DATABASE_URL || DATABASE_OWNER_URL, DATABASE_OWNER_URL || DATABASE_URL];
  if (appUrl && ownerUrl) {
    Object.assign(process.env, { DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl });
    return await work({ appUrl, ownerUrl });
  }
  if (decideMode(process.env).status !== "demo") throw new Problem("Missing: DATABASE_URL");
  const dataFolder = dataFolderOf(process.env);
  if (!existsSync(join(dataFolder, "postgres")))
    throw new Problem("There is no database yet: run npm start (or npx purse start) once.");
  const server = await startPostgres({ dataFolder });
  try {
    Object.assign(process.env, { DEMO: "1", DATABASE_URL: server.appUrl, DATABASE_OWNER_URL: server.ownerUrl });
    await work(server);
  } finally {
    await server.stop();
  }
}
