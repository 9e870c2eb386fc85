import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { untilEnded } from "#scripts/launcher/child.ts";
import { excludedCalls, known } from "./known.ts";
import type { FuzzCaller, FuzzWorld } from "./world.ts";

/** The findings of schemathesis for one kind of caller. */
export type Report = z.infer<typeof Report>;
const Report = z.object({
  complete: z.boolean(),
  test_cases: z.object({ generated: z.number() }),
  failures: z.array(z.object({ type: z.string(), title: z.string(), operations: z.array(z.string()) })),
  errors: z.array(z.object({ title: z.string(), count: z.number() })),
});

interface Run {
  command: string;
  url: string;
  caller: FuzzCaller;
  names: FuzzWorld["names"];
  seconds: number;
  seed: number;
  /** A folder for its output. */
  folder: string;
}

const config = `
hooks = "${join(import.meta.dirname, "hooks.py")}"
[generation]
database = "none"
# Credentials are the caller's: others beside them would be refused before anything else is looked at.
with-security-parameters = false
# Whether a valid request is refused may depend on the state, which no schema can say.
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "402", "403", "404", "409", "426", "429"]
${known.map(toConfig).join("")}`;

function toConfig({ operationId, check }: (typeof known)[number]): string {
  return `[[operations]]\ninclude-operation-id = "${operationId}"\nchecks.${check}.enabled = false\n`;
}

/** Runs schemathesis as one kind of caller for so many seconds and prints its findings. */
export async function runSchemathesis({ command, url, caller, names, seconds, seed, folder }: Run): Promise<Report> {
  const name = caller.name.replace(" ", "-");
  const file = join(folder, `${name}.toml`);
  const report = join(folder, `${name}.json`);
  writeFileSync(file, config);
  const excluded = excludedCalls.filter((call) => call.caller === undefined || call.caller === caller.name);
  const args = [
    ...["--config-file", file, "run", `${url}/api/openapi.json`, "--continue-on-failure", "--warnings", "off"],
    ...["--max-time", String(seconds), "--seed", String(seed), "--request-timeout", "60"],
    ...["--report", "json", "--report-json-path", report],
    ...excluded.flatMap(({ operationId }) => ["--exclude-operation-id", operationId]),
    ...Object.entries({ ...unused, ...caller.headers }).flatMap(([header, value]) => ["-H", `${header}: ${value}`]),
  ];
  const env = { ...process.env, FUZZ_NAMES: JSON.stringify(names), PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(command, args, { cwd: folder, env, stdio: ["ignore", "inherit", "inherit"] });
  await untilEnded(child);
  return Report.parse(JSON.parse(readFileSync(report, "utf8")));
}

/** Generated headers for other kinds of callers are replaced by valid ones. */
const unused = {
  "Credits-Account": "00000000-0000-4000-8000-000000000000",
  "Credits-Client": "desktop/6.1.0",
  "Credits-Return": "purse-desktop://credits",
};
