import { commands } from "#scripts/commands.ts";
import { runOrExplain } from "#scripts/launcher/problem.ts";

/**
 * Runs one of the project's commands on the demonstration at a database, and returns what it printed and its exit code. It
 * runs in this process, one call at a time, because loading the product takes a process of its own a second; `run-script.ts`
 * starts one.
 */
export async function runCommand(name: string, words: readonly string[], { appUrl, ownerUrl = appUrl }: Database) {
  const command = commands.find((one) => one.name === name);
  if (command === undefined) throw new Error(`There is no command ${name}`);
  const { run } = await command.load();
  const { env, exitCode } = process;
  const { log, error } = console;
  const printed = { log: "", error: "" };
  const printTo = (stream: keyof typeof printed) => {
    return (...line: unknown[]) => {
      printed[stream] += `${line.join(" ")}\n`;
    };
  };
  Object.assign(console, { log: printTo("log"), error: printTo("error") });
  process.env = { ...env, DEMO: "1", DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl };
  process.exitCode = 0;
  try {
    await runOrExplain(() => run([...words]));
    return { code: process.exitCode, output: printed.log, error: printed.error };
  } finally {
    process.env = env;
    process.exitCode = exitCode;
    Object.assign(console, { log, error });
  }
}

interface Database {
  appUrl: string;
  ownerUrl?: string;
}
