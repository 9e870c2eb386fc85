import { vi } from "vitest";
import { commands } from "#scripts/commands.ts";
import { runOrExplain } from "#scripts/launcher/problem.ts";

/**
 * Runs one of the project's commands on the demonstration at a database, and returns what it printed and its exit code. It
 * runs in this process, because a process of its own takes a second; `scripts/purse.test.ts` and `e2e/` start processes.
 */
export async function runCommand(name: string, words: readonly string[], { appUrl, ownerUrl = appUrl }: Database) {
  const command = commands.find((one) => one.name === name);
  if (command === undefined) throw new Error(`There is no command ${name}`);
  const { run } = await command.load();
  const [output, error] = [vi.spyOn(console, "log"), vi.spyOn(console, "error")];
  for (const one of [output, error]) one.mockImplementation(() => undefined);
  const printed = ({ mock }: typeof output) => mock.calls.map((line) => `${line.join(" ")}\n`).join("");
  const before = { env: { ...process.env }, exitCode: process.exitCode };
  Object.assign(process.env, { DEMO: "1", DATABASE_URL: appUrl, DATABASE_OWNER_URL: ownerUrl });
  process.exitCode = 0;
  try {
    await runOrExplain(() => run([...words]));
    return { code: process.exitCode, output: printed(output), error: printed(error) };
  } finally {
    process.env = before.env;
    process.exitCode = before.exitCode;
    output.mockRestore();
    error.mockRestore();
  }
}

interface Database {
  appUrl: string;
  ownerUrl?: string;
}
