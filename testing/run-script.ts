import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "#scripts/launcher/options.ts";

/** Runs one of the project's commands on the demonstration at a database, as `npm run` does, and answers how it ended. */
export function runScript(script: string, words: readonly string[], database: { appUrl: string; ownerUrl?: string }) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--conditions=react-server", join(projectFolder, `scripts/${script}.ts`), ...words],
    {
      env: {
        NODE_ENV: "test",
        NODE_NO_WARNINGS: "1",
        PATH: process.env.PATH,
        DEMO: "1",
        DATABASE_URL: database.appUrl,
        DATABASE_OWNER_URL: database.ownerUrl ?? database.appUrl,
      },
      encoding: "utf8",
    },
  );
  return { code: status, output: stdout, error: stderr };
}
