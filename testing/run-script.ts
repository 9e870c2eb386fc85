import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "#scripts/launcher/options.ts";

/** Runs one of the project's commands on the demonstration at a database, as `npm run` does, and answers how it ended. */
export function runScript(script: string, words: readonly string[], database: Database) {
  const { args, env } = callOf(script, words, database);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  return { code: status, output: stdout, error: stderr };
}

/**
 * The same without blocking the test, for tests that call a server: a blocked test does not notice that the server closes
 * idle connections, and sends its next request on one of them.
 */
export async function runScriptAsync(script: string, words: readonly string[], database: Database) {
  const { args, env } = callOf(script, words, database);
  return await new Promise<{ code: number | null; output: string; error: string }>((resolve) => {
    const child = execFile(process.execPath, args, { env, encoding: "utf8" }, (_failure, output, error) =>
      resolve({ code: child.exitCode, output, error }),
    );
  });
}

interface Database {
  appUrl: string;
  ownerUrl?: string;
}

function callOf(script: string, words: readonly string[], { appUrl, ownerUrl = appUrl }: Database) {
  const args = ["--conditions=react-server", join(projectFolder, "scripts/purse.ts"), script, ...words];
  const env = {
    NODE_ENV: "test" as const,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    NODE_NO_WARNINGS: "1",
    PATH: process.env.PATH,
    DEMO: "1",
  };
  return { args, env: { ...env, DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl } };
}
