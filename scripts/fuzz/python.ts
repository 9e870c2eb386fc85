import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "#scripts/launcher/problem.ts";

const schemathesis = "schemathesis==4.32.5";

/**
 * Makes sure that schemathesis is installed in a virtual environment of its own; returns its command.
 * @throws Problem that says what is missing.
 */
export function requireSchemathesis(folder: string): string {
  const mark = join(folder, "installed");
  const command = join(folder, "bin", "schemathesis");
  if (existsSync(command) && existsSync(mark) && readFileSync(mark, "utf8") === schemathesis) return command;
  make(folder);
  install(folder);
  writeFileSync(mark, schemathesis);
  return command;
}

function make(folder: string): void {
  const asked = "import sys, ensurepip; raise SystemExit(sys.version_info < (3, 10))";
  if (spawnSync("python3", ["-c", asked], { stdio: "ignore" }).status !== 0)
    throw new Problem(
      "fuzz needs Python 3.10 or newer with venv: install it (on Debian or Ubuntu: sudo apt-get install python3-venv).",
    );
  const { status, stderr } = spawnSync("python3", ["-m", "venv", "--clear", folder], { encoding: "utf8" });
  if (status !== 0) throw new Problem(`The virtual environment could not be made: ${lastLine(stderr)}`);
}

function install(folder: string): void {
  const { status, stderr } = spawnSync(
    join(folder, "bin", "python"),
    ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", schemathesis],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Problem(`${schemathesis} could not be installed from PyPI: ${lastLine(stderr)}`);
}

function lastLine(text: string | null): string {
  return text?.trim().split("\n").at(-1) ?? "";
}
