import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { projectFolder } from "#scripts/launcher/options.ts";
import { runCommand } from "#testing/run-command.ts";
import { commands } from "./commands.ts";

test.each(commands)("purse $name has a file, and a usage that starts with its call", async ({ name, load }) => {
  expect((await load()).usage).toMatch(new RegExp(`^purse ${name}( |\n|$)`));
});

test("purse without a command lists every command", () => {
  const { status, stdout } = purse();
  expect(status).toBe(0);
  for (const { name, summary } of commands) expect(stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, "m"));
});

test.each([
  [["keyz"], 'There is no command "keyz".\nnpx purse COMMAND'],
  [["start", "--prod"], "Unknown option '--prod'\npurse start"],
])("purse %j ends with one message, not with a stack", (words, says) => {
  const { status, stdout, stderr } = purse(...words);
  expect([status, stdout]).toEqual([1, ""]);
  expect(stderr).toContain(says);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test.each([
  ["keys", [], "A subcommand is missing\npurse keys create NAME"],
  ["keys", ["make"], 'Unknown subcommand "make"\npurse keys create NAME'],
  ["keys", ["create", "shop", "--can", "spend"], "Unknown option '--can'\npurse keys create NAME"],
  ["verify", ["everything"], 'Unexpected: "everything"\npurse verify'],
  ["seed", ["--large=yes"], "Option '--large' does not take an argument\npurse seed"],
  ["explain", [], "ACCOUNT is missing\npurse explain ACCOUNT"],
  ["fuzz", ["--minutes", "some"], '--minutes "some" is not a number\npurse fuzz'],
])("purse %s %j names what is wrong and how to call it", async (name, words, says) => {
  const nowhere = { appUrl: "postgres://localhost:1/none" };
  expect(await runCommand(name, words, nowhere)).toEqual({ code: 1, output: "", error: expect.stringContaining(says) });
});

test("npx purse runs on the pinned Node, from a folder below", () => {
  const cache = mkdtempSync(join(tmpdir(), "purse-npx-"));
  try {
    const env = { ...process.env, npm_config_cache: cache, npm_config_update_notifier: "false" };
    const options = { cwd: join(projectFolder, "docs"), env, encoding: "utf8" } as const;
    const { status, stdout } = spawnSync("npx", ["--offline", "purse", "keys", "--help"], options);
    expect([status, stdout]).toEqual([0, expect.stringContaining("purse keys create NAME --may")]);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
});

function purse(...words: string[]) {
  const env = {
    NODE_ENV: "test" as const,
    PATH: process.env.PATH,
    DEMO: "1",
    DATABASE_URL: "postgres://localhost:1/none",
  };
  return spawnSync(join(projectFolder, "scripts/purse"), words, { env, encoding: "utf8" });
}
