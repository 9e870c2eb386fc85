import { execFile } from "node:child_process";
import { join } from "node:path";
import { projectFolder } from "#scripts/launcher/options.ts";

/**
 * Runs one of the project's commands on the demonstration at a database, as `npm run` does, and returns how it ended. It does
 * not block: a blocked test does not notice that a server closes idle connections, and sends its next request on one of them.
 */
export async function runScript(script: string, words: readonly string[], { appUrl }: { appUrl: string }) {
  const args = ["--conditions=react-server", join(projectFolder, "scripts/purse.ts"), script, ...words];
  const env = {
    NODE_ENV: "test" as const,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    NODE_NO_WARNINGS: "1",
    PATH: process.env.PATH,
    DEMO: "1",
    DATABASE_URL: appUrl,
    DATABASE_OWNER_URL: appUrl,
  };
  return await new Promise<{ code: number | null; output: string; error: string }>((resolve) => {
    const child = execFile(process.execPath, args, { env, encoding: "utf8" }, (_failure, output, error) =>
      resolve({ code: child.exitCode, output, error }),
    );
  });
}
